package dev.graft.feature;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom in this module; each message says what to do instead. */
@AnalyzeClasses(
    packages = "dev.graft.feature",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class HouseRulesTest {
  @ArchTest
  static final ArchRule pixelsAndNumbersAreMadeInVision =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.djl..", "java.awt..", "javax.imageio..")
          .because(
              "three services must turn the same bytes into the same numbers; put it in vision");

  @ArchTest
  static final ArchRule stepsDoNotSend =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka.clients.producer..", "org.apache.kafka.clients.consumer..")
          .because("a step says, the loop sends: return Outgoing");

  @ArchTest
  static final ArchRule onlyTheWiringKnowsTheFramework =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.graft.feature")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.micronaut..")
          .because("plain constructors are easier to test; wire them in Wiring");

  @ArchTest
  static final ArchRule packagesKnowEachOtherInOneDirection =
      slices()
          .matching("dev.graft.feature.(*)..")
          .should()
          .beFreeOfCycles()
          .because("a package is a room with a door; move what both need to the lower one");
}
