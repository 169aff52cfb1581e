package dev.graft.trainer.dataset;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How many examples a task has for what it wants to learn, and how many it can't use yet.
 *
 * @param classes one per class of the task, in its order
 * @param unknownClasses examples of classes that the task doesn't have (yet), by name
 * @param withoutEmbedding examples without a vector in the task's space
 * @param wrongWidth examples whose vector in that space has another length than the space's
 */
public record Tally(
    List<ClassTally> classes,
    Map<String, Integer> unknownClasses,
    int withoutEmbedding,
    int wrongWidth) {

  public record ClassTally(String name, int train, int validation) {}

  public int train() {
    return classes.stream().mapToInt(ClassTally::train).sum();
  }

  public int validation() {
    return classes.stream().mapToInt(ClassTally::validation).sum();
  }

  public static Tally of(List<Row> rows, Wish wish) {
    Map<String, int[]> counts = new HashMap<>();
    wish.classes().forEach(name -> counts.put(name, new int[2]));
    Map<String, Integer> unknown = new TreeMap<>();
    int withoutEmbedding = 0;
    int wrongWidth = 0;
    for (Row row : rows) {
      int @Nullable [] count = counts.get(row.className());
      var embedding = row.in(wish.space());
      if (count == null) {
        unknown.merge(row.className(), 1, Integer::sum);
      } else if (embedding.isEmpty()) {
        withoutEmbedding++;
      } else if (embedding.get().vector().length != wish.width()) {
        wrongWidth++;
      } else {
        count[row.validation() ? 1 : 0]++;
      }
    }
    var classes = wish.classes().stream().map(name -> tally(name, counts)).toList();
    return new Tally(classes, unknown, withoutEmbedding, wrongWidth);
  }

  private static ClassTally tally(String name, Map<String, int[]> counts) {
    int[] count = counts.getOrDefault(name, new int[2]);
    return new ClassTally(name, count[0], count[1]);
  }
}
