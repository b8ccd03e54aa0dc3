package org.consilium;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Engine, CDS Hooks, server and command line: each uses only what stands before it. */
@AnalyzeClasses(packages = "org.consilium", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule theEngineUsesNeitherServerNorCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "org.consilium.server..", "org.consilium.load..", "org.consilium.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.consilium.server..", "org.consilium.load..", "org.consilium.cli..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule theServerDoesNotUseTheCommandLine =
      noClasses()
          .that()
          .resideInAPackage("org.consilium.server..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.consilium.cli..", "picocli..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule cdsHooksKnowNoHttp =
      noClasses()
          .that()
          .resideInAPackage("org.consilium.hooks..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.consilium.server..",
              "org.consilium.cli..",
              "io.javalin..",
              "jakarta.servlet..",
              "java.net..",
              "org.eclipse.jetty..");

  @ArchTest
  static final ArchRule theServerIsMeasuredFromOutside =
      noClasses()
          .that()
          .resideInAPackage("org.consilium.load..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.consilium.server..", "org.consilium.cli..", "picocli..");

  @ArchTest
  static final ArchRule onlyTheCommandLineEndsTheProcess =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.consilium.cli..")
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class)
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule noCyclesBetweenPackages =
      slices().matching("org.consilium.(*)..").should().beFreeOfCycles();

  @ArchTest static final ArchRule noJavaUtilLogging = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
}
