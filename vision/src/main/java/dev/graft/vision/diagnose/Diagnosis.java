package dev.graft.vision.diagnose;

import dev.graft.vision.diagnose.Measured.Accuracy;
import dev.graft.vision.diagnose.Measured.Preprocessed;
import dev.graft.vision.diagnose.Measured.Twin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Explains the gap between training and validation. The same measurements always give the same
 * findings, in the order in which they should be mended: a leak makes all other numbers doubtful.
 */
public final class Diagnosis {
  /** A gap that is smaller is none, however certain. */
  public static final double GAP = 0.03;

  /** From this distance between two parts on they are of different kinds. */
  static final double SHIFTED = 0.1;

  private Diagnosis() {}

  public static List<Finding> of(Measured measured) {
    var findings = new ArrayList<Finding>();
    leakage(measured).ifPresent(findings::add);
    preprocessing(measured).ifPresent(findings::add);
    batchNorm(measured).ifPresent(findings::add);
    overfitting(measured).ifPresent(findings::add);
    shift(measured).ifPresent(findings::add);
    if (findings.isEmpty()) {
      findings.add(
          new Finding.Nothing(
              "training %s, out of fold %s, validation %s: no more apart than chance explains"
                  .formatted(measured.training(), measured.outOfFold(), measured.validation()),
              "If accuracy is too low all the same, more labels, another backbone or a fine-tune may help: `graft plan`."));
    }
    return List.copyOf(findings);
  }

  private static Optional<Finding> leakage(Measured measured) {
    List<Twin> twins = measured.twins();
    if (twins.isEmpty()) {
      return Optional.empty();
    }
    long exact = twins.stream().filter(Twin::exact).count();
    long otherwise = twins.stream().filter(twin -> !twin.sameClass()).count();
    return Optional.of(
        new Finding.Leakage(
            "%d of %d validation pictures are in the training part too, %d of them pixel by pixel, %d with another label; first: %s is %s"
                .formatted(
                    twins.size(),
                    measured.validation().of(),
                    exact,
                    otherwise,
                    twins.get(0).validation(),
                    twins.get(0).training()),
            "Give pictures of one thing one group, so that they stay on one side; validation accuracy is too kind until then."));
  }

  private static Optional<Finding> preprocessing(Measured measured) {
    if (measured.preprocessings().isEmpty()) {
      return Optional.empty();
    }
    Preprocessed used = measured.preprocessings().get(0);
    Preprocessed best =
        measured.preprocessings().stream()
            .max(Comparator.comparingInt(one -> one.accuracy().right()))
            .orElseThrow();
    return best.accuracy().above(used.accuracy(), GAP)
        ? Optional.of(
            new Finding.PreprocessingMismatch(
                "pictures prepared as \"%s\" give %s right, as they are prepared now (\"%s\") %s"
                    .formatted(best.name(), best.accuracy(), used.name(), used.accuracy()),
                "The weights were probably trained on pictures prepared that way: see where they come from, and name the right preprocessing."))
        : Optional.empty();
  }

  private static Optional<Finding> batchNorm(Measured measured) {
    return measured
        .statistics()
        .filter(by -> by.ofTheBatch().above(by.running(), GAP))
        .map(
            by ->
                new Finding.BatchNormMode(
                    "with the pictures' own statistics in BatchNorm %s are right, with the stored ones %s"
                        .formatted(by.ofTheBatch(), by.running()),
                    "The stored statistics are not those of these pictures: fine-tune with BatchNorm trained, or check that a fine-tune did not spoil them."));
  }

  private static Optional<Finding> overfitting(Measured measured) {
    Accuracy training = measured.training();
    Accuracy honest = measured.outOfFold();
    return training.above(honest, GAP)
        ? Optional.of(
            new Finding.Overfitting(
                "%s right of the pictures that it learned from, but %s when each is held out"
                    .formatted(training, honest),
                "More labels help most; then a stronger penalty, fewer features (an earlier tap), augmentation."))
        : Optional.empty();
  }

  private static Optional<Finding> shift(Measured measured) {
    Accuracy honest = measured.outOfFold();
    Accuracy validation = measured.validation();
    boolean drifted = measured.drift().isPresent() && measured.drift().getAsDouble() > SHIFTED;
    if (!honest.above(validation, GAP)) {
      return Optional.empty();
    }
    String apart =
        measured.drift().isEmpty()
            ? "; whether the pictures differ can't be measured with this network"
            : drifted
                ? "; the parts are %.2f apart in the network's eyes"
                    .formatted(measured.drift().getAsDouble())
                : "; to the network the parts look alike (%.2f), so look at the labels"
                    .formatted(measured.drift().getAsDouble());
    return Optional.of(
        new Finding.Shift(
            "%s right of held-out training pictures, but %s of the validation part"
                    .formatted(honest, validation)
                + apart,
            "Training and validation are not of one kind: label pictures like those of the validation part, or check its labels."));
  }
}
