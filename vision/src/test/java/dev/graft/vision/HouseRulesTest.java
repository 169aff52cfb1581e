package dev.graft.vision;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/**
 * Who may know whom in this module; each message says what to do instead. Plain tests, because
 * Surefire passes over a rule that is a field, broken or not.
 */
final class HouseRulesTest {
  private static final JavaClasses VISION =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.graft.vision");

  @Test
  void computesAndDoesNotTalk() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.kafka..",
            "com.google.protobuf..",
            "io.grpc..",
            "io.minio..",
            "io.micronaut..",
            "dev.graft.v1..")
        .because(
            "vision is from picture to prediction with no network in sight; take bytes or an interface such as"
                + " BundleFiles, and let the service do the talking")
        .check(VISION);
  }

  @Test
  void headsAreOnlyArithmetic() {
    classes()
        .that()
        .resideInAPackage("dev.graft.vision.head..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify..", "dev.graft.vision.head..")
        .because(
            "a head must never wait for a fine-tune or hold native memory: no gradient tape, no NDArray; write the"
                + " gradient out, and put what is not a fit elsewhere")
        .check(VISION);
  }

  @Test
  void scoresAreOnlyArithmetic() {
    classes()
        .that()
        .resideInAPackage("dev.graft.vision.score..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..", "org.jspecify..", "dev.graft.vision.head..", "dev.graft.vision.score..")
        .because("a score is a function of probabilities and labels; whoever has them may score")
        .check(VISION);
  }

  @Test
  void bundlesHoldNoNativeMemory() {
    noClasses()
        .that()
        .resideInAPackage("dev.graft.vision.bundle..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.djl..")
        .because("a bundle is values that are dropped, never closed; ask Backbone for embeddings")
        .check(VISION);
  }

  @Test
  void timeIsAnArgument() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.graft.vision.head..", "dev.graft.vision.score..", "dev.graft.vision.bundle..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.time..")
        .because("the same inputs must make the same bytes; time belongs on the announcement")
        .check(VISION);
  }
}
