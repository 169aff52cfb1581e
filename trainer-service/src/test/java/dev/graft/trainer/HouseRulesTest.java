package dev.graft.trainer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.graft.trainer", importOptions = DoNotIncludeTests.class)
class HouseRulesTest {
  private static final String ROOT = "dev.graft.trainer";

  @ArchTest
  static final ArchRule decisionsKnowNothingButValues =
      classes()
          .that()
          .resideInAnyPackage(ROOT + ".plan..", ROOT + ".gate..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.jspecify..", ROOT + ".plan..", ROOT + ".gate..")
          .because(
              "a decision must come out the same for the same arguments: pass values and an"
                  + " Instant in, and let FitDriver or FitJob fetch them");

  @ArchTest
  static final ArchRule diagnosesKnowNothingButValues =
      classes()
          .that()
          .resideInAPackage(ROOT + ".diagnose..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "dev.graft.vision.diagnose..",
              "dev.graft.vision.strategy..",
              ROOT + ".diagnose..")
          .because("the same measurements must give the same findings: let TaskExam measure");

  @ArchTest
  static final ArchRule decisionsReadNoClock =
      noClasses()
          .that()
          .resideInAnyPackage(
              ROOT + ".plan..", ROOT + ".gate..", ROOT + ".settle..", ROOT + ".dataset..")
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .because("time is an argument there, so that tests can choose it");

  @ArchTest
  static final ArchRule onlyTheStreamKnowsKafkaStreams =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT, ROOT + ".stream..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka.streams..")
          .because("what is true and what to do must be testable without a topology");

  @ArchTest
  static final ArchRule settlingIsPure =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + ".settle..", ROOT + ".dataset..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "io.micronaut..", "dev.graft.blobs..")
          .because("facts merge by rules on values; a shell brings and stores them");

  @ArchTest
  static final ArchRule roomsDoNotGoInCircles =
      slices()
          .matching(ROOT + ".(*)..")
          .should()
          .beFreeOfCycles()
          .because(
              "packages are in the order in which things happen: settle, dataset, plan, gate,"
                  + " publish, fit, tune, diagnose, examine, stream, status");
}
