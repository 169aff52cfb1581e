package dev.graft.trainer.fit;

import dev.graft.trainer.dataset.Dataset;
import dev.graft.trainer.dataset.Row;
import dev.graft.trainer.dataset.Wish;
import dev.graft.trainer.gate.Rival;
import dev.graft.trainer.publish.Forerunner;
import dev.graft.vision.head.Head;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Rescores earlier versions on today's validation examples, beside the new head. Each answers from
 * the vectors of its own space; where the class lists differ, both choose among the classes that
 * both know, on the examples of those classes.
 */
final class Rivalry {
  private final Dataset data;
  private final List<Dataset.Pick> validation;
  private final float[][] logits; // [validation, classes] of the new head, the same for every rival

  Rivalry(Dataset data, Head judged) {
    this.data = data;
    this.validation = data.validation();
    this.logits =
        validation.stream().map(pick -> judged.logits(pick.vector())).toArray(float[][]::new);
  }

  /**
   * @param forerunners newest first; the first of them is the parent
   */
  List<Rival> against(List<Forerunner> forerunners) {
    List<Rival> rivals = new ArrayList<>();
    for (Forerunner forerunner : forerunners) {
      rivals.add(compare(forerunner, rivals.isEmpty()));
    }
    return rivals;
  }

  private Rival compare(Forerunner forerunner, boolean parent) {
    Wish wish = data.wish();
    // [common classes]: where each stands in either list
    int[] inNew = common(wish.classes(), forerunner.classes());
    int[] inOld = common(forerunner.classes(), wish.classes(), inNew);
    int examples = 0;
    int right = 0;
    int onlyNew = 0;
    int onlyRival = 0;
    for (int i = 0; i < logits.length; i++) {
      Dataset.Pick pick = validation.get(i);
      Optional<float[]> old = vector(pick.row(), forerunner);
      if (old.isEmpty() || !contains(inNew, pick.label())) {
        continue;
      }
      boolean newRight = inNew[answer(logits[i], inNew)] == pick.label();
      boolean oldRight =
          inNew[answer(forerunner.judged().logits(old.get()), inOld)] == pick.label();
      examples++;
      right += oldRight ? 1 : 0;
      onlyNew += newRight && !oldRight ? 1 : 0;
      onlyRival += oldRight && !newRight ? 1 : 0;
    }
    boolean sameClasses = wish.classes().equals(forerunner.classes());
    return new Rival(
        forerunner.version(), parent, sameClasses, examples, right, onlyNew, onlyRival);
  }

  private static Optional<float[]> vector(Row row, Forerunner forerunner) {
    return row.in(forerunner.space())
        .map(Row.Embedding::vector)
        .filter(vector -> vector.length == forerunner.judged().width());
  }

  /** Which of the given classes a head found most probable: an index into the list. */
  private static int answer(float[] logits, int[] among) {
    int best = 0;
    for (int k = 1; k < among.length; k++) {
      if (logits[among[k]] > logits[among[best]]) {
        best = k;
      }
    }
    return best;
  }

  private static int[] common(List<String> classes, List<String> others) {
    return IntStream.range(0, classes.size())
        .filter(k -> others.contains(classes.get(k)))
        .toArray();
  }

  private static int[] common(List<String> others, List<String> classes, int[] common) {
    return Arrays.stream(common).map(k -> others.indexOf(classes.get(k))).toArray();
  }

  private static boolean contains(int[] values, int value) {
    return Arrays.stream(values).anyMatch(each -> each == value);
  }
}
