package dev.graft.vision.head;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Some of many examples, for heads that hold examples: of each class those with the smallest hash,
 * so that rare classes stay whole and what is kept does not depend on what came first.
 *
 * @param examples ascending
 * @param counts [classes] how many there were
 * @param quota most of one class
 */
record Kept(int[] examples, int[] counts, int quota) {
  static Kept of(LabelledEmbeddings all, int[] members, int most) {
    int[] counts = new int[all.classes()];
    Arrays.stream(members).forEach(i -> counts[all.labels()[i]]++);
    int quota = quota(counts, most);
    int[] taken = new int[all.classes()];
    int[] kept =
        IntStream.of(members)
            .boxed()
            .sorted(
                Comparator.comparingLong((Integer i) -> Folds.mix(all.foldHashes()[i]))
                    .thenComparing(Comparator.naturalOrder()))
            .filter(i -> taken[all.labels()[i]]++ < quota)
            .mapToInt(Integer::intValue)
            .sorted()
            .toArray();
    return new Kept(kept, counts, quota);
  }

  /** The most of one class that may be kept for all to fit; at least one. */
  static int quota(int[] counts, int most) {
    int low = 1;
    int high = Math.max(1, Arrays.stream(counts).max().orElse(1));
    while (low < high) {
      int middle = (low + high + 1) / 2;
      long kept = Arrays.stream(counts).mapToLong(count -> Math.min(count, middle)).sum();
      if (kept <= most) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** How many examples of a class each kept one stands for. */
  double each(int label) {
    return (double) counts[label] / Math.min(counts[label], quota);
  }
}
