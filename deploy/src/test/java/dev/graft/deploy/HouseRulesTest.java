package dev.graft.deploy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.graft.deploy", importOptions = DoNotIncludeTests.class)
class HouseRulesTest {
  @ArchTest
  static final ArchRule talksToServicesFromOutside =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.graft.ingest..",
              "dev.graft.feature..",
              "dev.graft.trainer..",
              "dev.graft.inference..")
          .because(
              "each service is a process of its own: ask it over gRPC, HTTP or Kafka, or move what is shared to proto");

  @ArchTest
  static final ArchRule leavesDjlToVision =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.djl..")
          .because("vision is the only module with DJL: add what you need to its public doors");

  @ArchTest
  static final ArchRule supervisesWithoutKnowingTheCommands =
      noClasses()
          .that()
          .resideInAnyPackage("..supervise..", "..home..", "..child..", "..reach..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..command..", "..demo..", "picocli..")
          .because(
              "tests and the demo run the same supervisor: options are read in `command` and passed as values");

  @ArchTest
  static final ArchRule storyKnowsNoOptions =
      noClasses()
          .that()
          .resideInAPackage("..demo..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..command..", "picocli..")
          .because("what was typed reaches the demo as DemoOptions");

  @ArchTest
  static final ArchRule noMeaninglessPackages =
      noClasses()
          .should()
          .resideInAnyPackage(
              "..util..",
              "..common..",
              "..core..",
              "..base..",
              "..manager..",
              "..helper..",
              "..impl..")
          .because("a package is named after what happens in it");
}
