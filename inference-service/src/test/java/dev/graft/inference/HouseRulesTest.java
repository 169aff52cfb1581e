package dev.graft.inference;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom in this house; each message says what to do instead. */
@AnalyzeClasses(
    packages = "dev.graft.inference",
    importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {

  @ArchTest
  static final ArchRule theJudgeIsAPlainFunction =
      classes()
          .that()
          .resideInAnyPackage("dev.graft.inference.judge", "dev.graft.inference.evidence")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "dev.graft.inference.judge",
              "dev.graft.inference.evidence",
              "org.jspecify..")
          .because(
              "what chooses is a plain function of values and an Instant: give it what it needs as an argument, and let"
                  + " JudgeProcessor talk to Kafka");

  @ArchTest
  static final ArchRule theQueueKnowsNeitherGrpcNorKafkaNorVersions =
      noClasses()
          .that()
          .resideInAPackage("dev.graft.inference.batch")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.grpc..",
              "org.apache.kafka..",
              "io.micronaut..",
              "dev.graft.v1..",
              "dev.graft.vision..",
              "dev.graft.inference.serve..",
              "dev.graft.inference.predict..")
          .because("it is tested without any of them: pass a Network and a Patience instead");

  @ArchTest
  static final ArchRule onlyTheDoorSpeaksGrpc =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.graft.inference.serve",
              "dev.graft.inference.rollout",
              "dev.graft.inference.record")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.grpc..")
          .because(
              "a status is chosen where the caller is answered: return a sealed outcome with its why");

  @ArchTest
  static final ArchRule onlyTheWiringKnowsMicronaut =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.graft.inference")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.micronaut..")
          .because("rooms take what they need in their constructors; Wiring puts them together");

  @ArchTest
  static final ArchRule onlyTheShellsOfProtoTouchKafkasClients =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka.clients.consumer..", "org.apache.kafka.clients.producer..")
          .because(
              "polling, sending and committing is done in proto: use Register, Publisher or StreamsShell");

  @ArchTest
  static final ArchRule roomsDoNotGoInCircles =
      slices()
          .matching("dev.graft.inference.(*)..")
          .should()
          .beFreeOfCycles()
          .because(
              "openinference uses predict, predict uses batch, serve, rollout and record, serve uses batch and judge, rollout and simulate use judge, judge uses evidence;"
                  + " turn the arrow with an interface");

  @ArchTest
  static final ArchRule timeComesIn =
      noClasses()
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .because("tests set the time: take an InstantSource in the constructor");
}
