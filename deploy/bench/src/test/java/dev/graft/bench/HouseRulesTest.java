package dev.graft.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may know whom in this module; each message says what to do instead. */
final class HouseRulesTest {
  private static final JavaClasses BENCH =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.graft.bench");

  @Test
  void measuresServicesFromOutside() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.graft.ingest..",
            "dev.graft.feature..",
            "dev.graft.trainer..",
            "dev.graft.inference..")
        .because("a benchmark asks a service through its doors, as its users do")
        .check(BENCH);
  }

  @Test
  void leavesDjlToVision() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ai.djl..")
        .because("vision is the only module with DJL: the bare loop uses its public doors")
        .check(BENCH);
  }

  @Test
  void framesKnowNoBenchmark() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.graft.bench.report..", "dev.graft.bench.system..", "dev.graft.bench.material..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.graft.bench.micro..",
            "dev.graft.bench.pipeline..",
            "dev.graft.bench.predict..",
            "dev.graft.bench.swap..")
        .because("what one benchmark needs stays with it until a third needs it")
        .check(BENCH);
  }

  @Test
  void namesPackagesAfterWhatHappens() {
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
        .because("a package is named after what happens in it")
        .check(BENCH);
  }
}
