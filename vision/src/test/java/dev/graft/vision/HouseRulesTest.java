package dev.graft.vision;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom in this module; each message says what to do instead. */
@AnalyzeClasses(packages = "dev.graft.vision", importOptions = ImportOption.DoNotIncludeTests.class)
final class HouseRulesTest {
  @ArchTest
  static final ArchRule computesAndDoesNotTalk =
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
                  + " BundleFiles, and let the service do the talking");

  @ArchTest
  static final ArchRule headsAreOnlyArithmetic =
      classes()
          .that()
          .resideInAPackage("dev.graft.vision.head..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.jspecify..", "dev.graft.vision.head..")
          .because(
              "a head must never wait for a fine-tune or hold native memory: no gradient tape, no NDArray; write the"
                  + " gradient out, and put what is not a fit elsewhere");

  @ArchTest
  static final ArchRule scoresAreOnlyArithmetic =
      classes()
          .that()
          .resideInAPackage("dev.graft.vision.score..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..", "org.jspecify..", "dev.graft.vision.head..", "dev.graft.vision.score..")
          .because("a score is a function of probabilities and labels; whoever has them may score");

  @ArchTest
  static final ArchRule bundlesHoldNoNativeMemory =
      noClasses()
          .that()
          .resideInAPackage("dev.graft.vision.bundle..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl..")
          .because(
              "a bundle is values that are dropped, never closed; ask Backbone for embeddings");

  @ArchTest
  static final ArchRule timeIsAnArgument =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.graft.vision.head..", "dev.graft.vision.score..", "dev.graft.vision.bundle..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.time..")
          .because("the same inputs must make the same bytes; time belongs on the announcement");
}
