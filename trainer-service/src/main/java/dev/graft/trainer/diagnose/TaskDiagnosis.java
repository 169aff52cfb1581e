package dev.graft.trainer.diagnose;

import dev.graft.trainer.diagnose.TaskMeasured.ClassLook;
import dev.graft.trainer.diagnose.TaskMeasured.Embeddings;
import dev.graft.trainer.diagnose.TaskMeasured.EpochLook;
import dev.graft.trainer.diagnose.TaskMeasured.TuneLook;
import dev.graft.vision.diagnose.Diagnosis;
import dev.graft.vision.diagnose.Finding;
import dev.graft.vision.diagnose.Measured;
import dev.graft.vision.strategy.HeadRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Explains the gap between training and validation of a task's newest version: what vision finds in
 * any two parts of pictures, and what only a task has, its spaces, its fine-tune, its classes and
 * its learning curve. The same measurements always give the same findings, in the order in which
 * they should be mended.
 */
public final class TaskDiagnosis {
  /** A class with fewer train examples is thin, and one with so many times fewer than another. */
  static final int FEW = 10;

  /** A held-out loss that rose by less is noise. */
  static final double ROSE = 1.1;

  /** What BatchNorm mode is told as that moves the statistics. */
  public static final String TRAINED = "trained";

  private static final List<String> ORDER =
      List.of(
          "leakage",
          "preprocessing",
          "batch-norm",
          "overfitting",
          "thin-classes",
          "shift",
          "nothing");

  private TaskDiagnosis() {}

  public static List<Finding> of(TaskMeasured task) {
    var findings = new ArrayList<Finding>();
    otherSpace(task).ifPresent(findings::add);
    otherEmbeddings(task.embeddings()).ifPresent(findings::add);
    for (Finding finding : Diagnosis.of(task.measured())) {
      findings.add(finding instanceof Finding.Overfitting ? overfitting(finding, task) : finding);
    }
    task.tune().flatMap(tune -> batchNorm(tune, task.measured())).ifPresent(findings::add);
    task.tune().flatMap(TaskDiagnosis::tailOverfitting).ifPresent(findings::add);
    thinClasses(task).ifPresent(findings::add);
    if (findings.size() > 1) {
      findings.removeIf(Finding.Nothing.class::isInstance);
    }
    findings.sort(Comparator.comparingInt(finding -> ORDER.indexOf(finding.name())));
    return List.copyOf(findings);
  }

  private static Optional<Finding> otherSpace(TaskMeasured task) {
    Embeddings embeddings = task.embeddings();
    return embeddings.space().equals(embeddings.expected())
        ? Optional.empty()
        : Optional.of(
            new Finding.PreprocessingMismatch(
                "version %d answers in the space %s; with the backbone and preprocessing that the task names now it would be %s"
                    .formatted(
                        task.version(),
                        shortened(embeddings.space()),
                        shortened(embeddings.expected())),
                "The task was changed since. A fit follows by itself when its pictures are embedded anew: `graft status` counts them, `graft train` asks for one."));
  }

  private static Optional<Finding> otherEmbeddings(Embeddings embeddings) {
    return embeddings.differing() == 0
        ? Optional.empty()
        : Optional.of(
            new Finding.PreprocessingMismatch(
                "%d of %d stored embeddings are not what the network makes of their pictures now; the least cosine is %s"
                    .formatted(
                        embeddings.differing(),
                        embeddings.compared(),
                        number(embeddings.leastCosine())),
                "Something embeds with other weights, another preprocessing or a device that computes otherwise: compare release, graft.feature.device and NVIDIA_TF32_OVERRIDE of all feature-services."));
  }

  /** The same with what the learning curve advises. */
  private static Finding overfitting(Finding found, TaskMeasured task) {
    HeadRecord head =
        new HeadRecord(task.measured().validation().value(), task.judgedOn(), task.curve());
    OptionalDouble gain = head.gainOfLastDoubling();
    if (gain.isEmpty()) {
      return found;
    }
    String brought =
        String.format(
            Locale.ROOT, "the last doubling of the examples brought %+.3f", gain.getAsDouble());
    return new Finding.Overfitting(
        found.why() + "; " + brought,
        head.stoppedImproving()
            ? "More labels of the same kind no longer help: try a fine-tune (`graft train --fine-tune`), another backbone (`graft lab backbones`), or fewer features (an earlier tap)."
            : "More labels still help; until they are there, fewer features (an earlier tap) or a head with fewer weights (`--head ridge`).");
  }

  private static Optional<Finding> batchNorm(TuneLook tune, Measured measured) {
    boolean gap =
        measured.training().above(measured.validation(), Diagnosis.GAP)
            || measured.outOfFold().above(measured.validation(), Diagnosis.GAP);
    return tune.ofThisVersion() && tune.batchNorm().equals(TRAINED) && gap
        ? Optional.of(
            new Finding.BatchNormMode(
                "the tail from %s on was fine-tuned with BatchNorm trained: each batch was normalised by itself, the version answers with statistics that moved meanwhile"
                    .formatted(tune.cut()),
                "Say `--tune-batch-norm statistics-frozen`, which is the default, of the task, and fine-tune again: `graft train --fine-tune`."))
        : Optional.empty();
  }

  /** From the epoch of the least held-out loss to the last one. */
  private static Optional<Finding> tailOverfitting(TuneLook tune) {
    Optional<EpochLook> best =
        tune.epochs().stream().min(Comparator.comparingDouble(EpochLook::heldOutLoss));
    if (best.isEmpty()) {
      return Optional.empty();
    }
    EpochLook last = tune.epochs().get(tune.epochs().size() - 1);
    boolean rose =
        last.heldOutLoss() > ROSE * best.get().heldOutLoss()
            && last.trainLoss() < best.get().trainLoss();
    return rose
        ? Optional.of(
            new Finding.Overfitting(
                "while the tail from %s on learned, its training loss fell from %s (epoch %d) to %s (epoch %d) and the held-out loss rose from %s to %s"
                    .formatted(
                        tune.cut(),
                        number(best.get().trainLoss()),
                        best.get().epoch(),
                        number(last.trainLoss()),
                        last.epoch(),
                        number(best.get().heldOutLoss()),
                        number(last.heldOutLoss())),
                "The best epoch is what was kept. For the next one: fewer epochs (`graft task create --tune-epochs`), a later cut (`--tune-cut`), or more labels."))
        : Optional.empty();
  }

  private static Optional<Finding> thinClasses(TaskMeasured task) {
    int largest = task.classes().stream().mapToInt(ClassLook::train).max().orElse(0);
    List<ClassLook> thin =
        task.classes().stream()
            .filter(each -> each.train() < FEW || FEW * each.train() < largest)
            .filter(each -> task.measured().validation().above(each.validation(), Diagnosis.GAP))
            .filter(each -> each.validation().of() > 0)
            .sorted(Comparator.comparingInt(ClassLook::train))
            .toList();
    if (thin.isEmpty()) {
      return Optional.empty();
    }
    ClassLook first = thin.get(0);
    return Optional.of(
        new Finding.ThinClasses(
            "class \"%s\"%s has %d train examples where the largest has %d, and of its validation pictures %s are right, of all %s"
                .formatted(
                    first.name(),
                    thin.size() == 1 ? "" : " (and %d more)".formatted(thin.size() - 1),
                    first.train(),
                    largest,
                    first.validation(),
                    task.measured().validation()),
            "Label more pictures of it; meanwhile `graft task create --balance weights` makes each class count the same."));
  }

  private static String shortened(String space) {
    return space.length() > 12 ? space.substring(0, 12) : space;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
