package dev.graft.vision;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
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
  void decisionsKnowNothingButValues() {
    for (String room : new String[] {"strategy", "guard", "diagnose"}) {
      classes()
          .that()
          .resideInAPackage("dev.graft.vision." + room + "..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.jspecify..", "dev.graft.vision." + room + "..")
          .because(
              "a decision must come out the same for the same arguments: pass values in, and let whoever"
                  + " fine-tunes or measures fetch them")
          .check(VISION);
    }
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

  @Test
  void picturesAndFilesNeedNoEngine() {
    classes()
        .that()
        .resideInAnyPackage("dev.graft.vision.picture..", "dev.graft.vision.tensors..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "javax.imageio..",
            "org.jspecify..",
            "com.fasterxml.jackson..",
            "dev.graft.vision.picture..",
            "dev.graft.vision.tensors..")
        .because(
            "a decoder that feeds a device must run on threads that never load PyTorch; hand float[] over"
                + " and let Backbone make arrays of it")
        .check(VISION);
  }

  @Test
  void augmentationNeedsNoEngine() {
    classes()
        .that()
        .resideInAPackage("dev.graft.vision.augment..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..", "org.jspecify..", "dev.graft.vision.picture..", "dev.graft.vision.augment..")
        .because(
            "views are prepared on threads that never load PyTorch, and are the same on every machine;"
                + " change float[], and let CutInputs make arrays of it")
        .check(VISION);
  }

  @Test
  void tuningIsToldWhatToDo() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.graft.vision.tune..", "dev.graft.vision.optim..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.time..", "dev.graft.vision.bundle..", "dev.graft.vision.pretrain..")
        .because(
            "a fine-tune that resumes elsewhere ends with the same weights: no clock, and no publishing;"
                + " the caller times it and makes the bundle")
        .check(VISION);
  }

  @Test
  void layersKnowNoNetwork() {
    noClasses()
        .that()
        .resideInAPackage("dev.graft.vision.layer..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.graft.vision.backbone..",
            "dev.graft.vision.tensors..",
            "dev.graft.vision.picture..")
        .because(
            "a layer is a function with named weights; who fills and runs it is Network's matter")
        .check(VISION);
  }

  @Test
  void layersAreOurOwn() {
    noClasses()
        .should()
        .beAssignableTo("ai.djl.nn.Block")
        .because(
            "DJL's blocks rename weights and hide BatchNorm's statistics; extend Layer, which keeps"
                + " torchvision's names and is told in each call how it is used")
        .check(VISION);
  }

  @Test
  void oneDoorToPyTorch() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.graft.vision.backbone.VisionRuntime")
        .should()
        .callMethodWhere(target(name("newBaseManager")))
        .because(
            "VisionRuntime switches downloads off before the engine loads and counts every array; ask its"
                + " manager(device) for memory")
        .check(VISION);
  }
}
