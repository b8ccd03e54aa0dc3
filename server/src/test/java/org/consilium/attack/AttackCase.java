package org.consilium.attack;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;

/** A test that is a case of docs/reliability.md, whose table is made of these. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Test
public @interface AttackCase {
  /** Letter of the group and number, {@code A01}. */
  String id();

  /** What is sent or done, in a few words. */
  String sends();

  /** What must come of it, in a few words. */
  String expects();
}
