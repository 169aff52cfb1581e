package dev.graft.ingest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom in this module; each message says what to do instead. */
@AnalyzeClasses(packages = "dev.graft.ingest", importOptions = ImportOption.DoNotIncludeTests.class)
final class HouseRulesTest {
  @ArchTest
  static final ArchRule theIntakeKnowsNoDoor =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.graft.ingest.intake..",
              "dev.graft.ingest.picture..",
              "dev.graft.ingest.outcome..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka..",
              "dev.graft.loop..",
              "io.grpc..",
              "io.micronaut..",
              "dev.graft.ingest.door..",
              "dev.graft.ingest.http..",
              "dev.graft.ingest.grpc..",
              "dev.graft.ingest.inbox..")
          .because(
              "three doors share one intake; answer with an Outcome, and let each door say it in its own words");

  @ArchTest
  static final ArchRule nothingIsDecodedHere =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.awt..", "ai.djl..", "dev.graft.vision..")
          .because(
              "ingest looks at headers only, so that no picture can cost it memory; decode in feature-service");

  @ArchTest
  static final ArchRule onlyTheWebDoorAndTheWiringKnowTheFramework =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.graft.ingest", "dev.graft.ingest.http..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.micronaut..")
          .because("plain constructors are easier to test; wire them in Wiring");

  @ArchTest
  static final ArchRule packagesKnowEachOtherInOneDirection =
      slices()
          .matching("dev.graft.ingest.(*)..")
          .should()
          .beFreeOfCycles()
          .because("a package is a room with a door; move what both need to the lower one");
}
