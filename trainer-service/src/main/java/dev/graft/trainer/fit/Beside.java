package dev.graft.trainer.fit;

import dev.graft.trainer.dataset.Row;
import dev.graft.v1.PairCounts;
import dev.graft.vision.bundle.Bundle;
import java.util.List;
import java.util.Optional;

/**
 * Two judged heads beside each other on stored images, each from the vectors of its own space and
 * with all of its classes, as if it had been asked. An image without a vector in either space is
 * left out.
 *
 * <p>Neither is asked about what it was fitted on. Validation images never are: a judged head is
 * fitted on the train split, and no image changes its split. Of the train split only what became an
 * example after both datasets were cut is asked about.
 */
record Beside(Bundle candidate, Bundle baseline) {

  /**
   * What came of it.
   *
   * @param validated validation images that were there when either dataset was cut
   * @param later images of either split that came after both
   */
  record Found(PairCounts validated, PairCounts later) {}

  Found on(List<Row> rows) {
    var validated = PairCounts.newBuilder();
    var later = PairCounts.newBuilder();
    for (Row row : rows) {
      if (asks(row)) {
        count(row, isLater(row) ? later : validated);
      }
    }
    return new Found(validated.build(), later.build());
  }

  /** Whether neither was fitted on it. */
  boolean asks(Row row) {
    return row.validation() || isLater(row);
  }

  /** It came after both datasets were cut. */
  boolean isLater(Row row) {
    return row.added() > Math.max(candidate.dataset().sequence(), baseline.dataset().sequence());
  }

  List<Bundle> both() {
    return List.of(candidate, baseline);
  }

  private void count(Row row, PairCounts.Builder counts) {
    Optional<String> one = answer(candidate, row);
    Optional<String> other = answer(baseline, row);
    if (one.isEmpty() || other.isEmpty()) {
      return;
    }
    boolean right = one.get().equals(row.className());
    if (right == other.get().equals(row.className())) {
      counts.setSame(counts.getSame() + 1);
    } else if (right) {
      counts.setBetter(counts.getBetter() + 1);
    } else {
      counts.setWorse(counts.getWorse() + 1);
    }
  }

  private static Optional<String> answer(Bundle bundle, Row row) {
    return vector(bundle, row)
        .map(vector -> bundle.classes().get(greatest(bundle.judged().logits(vector))));
  }

  /** What a version answers from. */
  static Optional<float[]> vector(Bundle bundle, Row row) {
    return row.in(bundle.space().id())
        .map(Row.Embedding::vector)
        .filter(vector -> vector.length == bundle.judged().width());
  }

  private static int greatest(float[] logits) {
    int best = 0;
    for (int k = 1; k < logits.length; k++) {
      best = logits[k] > logits[best] ? k : best;
    }
    return best;
  }
}
