package dev.graft.vision.diagnose;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What was measured of two parts of a task's pictures, with a linear head on frozen embeddings.
 *
 * @param training of the head on the pictures that it was fitted on
 * @param outOfFold on the same pictures, each by a head that had not seen it
 * @param validation of the head on the other part
 * @param twins pictures of the validation part that are in the training part too
 * @param preprocessings accuracies out of fold of some training pictures, the one in use first
 * @param statistics the same with BatchNorm's running statistics and with those of the pictures
 *     themselves; empty for networks without BatchNorm
 * @param drift distance between the parts in the network's eyes; empty for networks without
 *     BatchNorm
 */
public record Measured(
    Accuracy training,
    Accuracy outOfFold,
    Accuracy validation,
    List<Twin> twins,
    List<Preprocessed> preprocessings,
    Optional<Statistics> statistics,
    OptionalDouble drift) {
  public Measured {
    twins = List.copyOf(twins);
    preprocessings = List.copyOf(preprocessings);
  }

  /** Of so many pictures so many right. */
  public record Accuracy(int right, int of) {
    public double value() {
      return of == 0 ? 0 : (double) right / of;
    }

    /** Standard error; never 0, since all right of a few says little. */
    double error() {
      double p = Math.min(Math.max(value(), 0.5 / Math.max(1, of)), 1 - 0.5 / Math.max(1, of));
      return of == 0 ? 1 : Math.sqrt(p * (1 - p) / of);
    }

    /** Whether this is above another by more than chance, and by more than a margin. */
    public boolean above(Accuracy other, double margin) {
      double gap = value() - other.value();
      return gap > margin && gap > 2 * Math.hypot(error(), other.error());
    }

    @Override
    public String toString() {
      return "%.3f of %d".formatted(value(), of);
    }
  }

  /**
   * One picture under two ids.
   *
   * @param exact whether every pixel is equal; else they only look the same
   * @param sameClass whether both have the same label
   */
  public record Twin(String training, String validation, boolean exact, boolean sameClass) {}

  /** A way to prepare pictures, and what embeddings of it are worth. */
  public record Preprocessed(String name, Accuracy accuracy) {}

  /** Accuracy out of fold by BatchNorm's statistics. */
  public record Statistics(Accuracy running, Accuracy ofTheBatch) {}
}
