package dev.graft.vision.head.statistics;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sums that follow a changing set of examples: what is new is added, what is gone or has another
 * label is taken away. As the sums are whole numbers, they are those of a clean count, to the bit.
 *
 * <p>A vector is known by its identity, so whoever keeps an example keeps its array, and never
 * writes to it. An array that was copied costs an addition and a removal, nothing else. For one
 * thread at a time.
 */
public final class StreamingStatistics implements StatisticsSource {
  private Map<float[], Integer> examples = new IdentityHashMap<>();
  private @Nullable ClassStatistics sums;
  private long changes;

  @Override
  public ClassStatistics of(float[][] vectors, int[] labels, int classes) {
    Map<float[], Integer> wanted = new IdentityHashMap<>(2 * vectors.length);
    for (int i = 0; i < vectors.length; i++) {
      wanted.put(vectors[i], labels[i]);
    }
    ClassStatistics held = sums;
    sums = null; // should anything be refused, nothing is held
    ClassStatistics now;
    if (wanted.size() < vectors.length) { // one array stands for two examples
      now = ClassStatistics.of(vectors, labels, classes);
      wanted = new IdentityHashMap<>();
    } else if (held != null && fits(held, vectors, classes) && follow(held, wanted)) {
      now = held;
    } else {
      now = ClassStatistics.of(vectors, labels, classes);
      changes += vectors.length;
    }
    sums = wanted.isEmpty() ? null : now;
    examples = wanted;
    return now;
  }

  private static boolean fits(ClassStatistics held, float[][] vectors, int classes) {
    return held.classes() == classes
        && held.width() == vectors[0].length
        && held.reach() == Grid.reachOf(vectors);
  }

  /** False where a clean count is cheaper. */
  private boolean follow(ClassStatistics held, Map<float[], Integer> wanted) {
    Changed gone = Changed.between(examples, wanted);
    Changed come = Changed.between(wanted, examples);
    if (gone.count() + come.count() >= wanted.size()) {
      return false;
    }
    held.remove(gone.vectors(), gone.labels());
    held.add(come.vectors(), come.labels());
    changes += gone.count() + come.count();
    return true;
  }

  /** Examples of one map that the other does not have with the same label. */
  private record Changed(float[][] vectors, int[] labels) {
    static Changed between(Map<float[], Integer> of, Map<float[], Integer> other) {
      List<Map.Entry<float[], Integer>> changed =
          of.entrySet().stream()
              .filter(entry -> !entry.getValue().equals(other.get(entry.getKey())))
              .map(entry -> Map.entry(entry.getKey(), entry.getValue()))
              .toList();
      return new Changed(
          changed.stream().map(Map.Entry::getKey).toArray(float[][]::new),
          changed.stream().mapToInt(Map.Entry::getValue).toArray());
    }

    int count() {
      return labels.length;
    }
  }

  /** Examples that were added or taken away so far, clean counts included. */
  public long changes() {
    return changes;
  }

  /** Bytes that it holds on to, without the vectors. */
  public long bytes() {
    ClassStatistics held = sums;
    return held == null
        ? 0
        : 4L * held.width() * held.width()
            + 8L * held.classes() * held.width()
            + 64L * examples.size();
  }
}
