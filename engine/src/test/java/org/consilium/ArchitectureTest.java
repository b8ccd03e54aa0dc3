package org.consilium;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** Data flows one way: each package of the engine uses only those that stand before it. */
@AnalyzeClasses(packages = "org.consilium", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  /** From upstream to downstream. */
  private static final List<String> PACKAGES =
      List.of(
          "coding",
          "knowledge",
          "query",
          "patient",
          "fhir",
          "reasoning",
          "explanation",
          "recommendation",
          "analysis",
          "cohort",
          "bench",
          "publication");

  @ArchTest
  static void eachPackageUsesOnlyWhatStandsUpstream(JavaClasses classes) {
    for (int i = 0; i < PACKAGES.size() - 1; i++) {
      noClasses()
          .that()
          .resideInAPackage(inside(PACKAGES.get(i)))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              PACKAGES.subList(i + 1, PACKAGES.size()).stream()
                  .map(ArchitectureTest::inside)
                  .toArray(String[]::new))
          .allowEmptyShould(true)
          .check(classes);
    }
  }

  @ArchTest
  static final ArchRule everyClassStandsInAKnownPackage =
      noClasses()
          .should()
          .resideOutsideOfPackages(
              PACKAGES.stream().map(ArchitectureTest::inside).toArray(String[]::new))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule noCyclesBetweenPackages =
      slices().matching("org.consilium.(*)..").should().beFreeOfCycles().allowEmptyShould(true);

  @ArchTest
  static final ArchRule theEngineKnowsNoServerAndNoConsole =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.consilium.server..",
              "org.consilium.cli..",
              "io.javalin..",
              "org.eclipse.jetty..",
              "org.apache.jena.fuseki..",
              "jakarta.servlet..",
              "picocli..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule theEngineNeverEndsTheProcess =
      noClasses()
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class)
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule noJavaUtilLogging =
      NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.allowEmptyShould(true);

  private static String inside(String name) {
    return "org.consilium." + name + "..";
  }
}
