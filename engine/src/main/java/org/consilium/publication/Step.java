package org.consilium.publication;

/** Told of every step of a write, before it is done; a test stops there. */
@FunctionalInterface
interface Step {
  /** Goes on. */
  Step GO = name -> {};

  void before(String name);
}
