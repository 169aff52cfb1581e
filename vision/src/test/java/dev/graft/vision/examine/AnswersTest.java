package dev.graft.vision.examine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.vision.diagnose.Measured.Accuracy;
import dev.graft.vision.head.LabelledEmbeddings;
import dev.graft.vision.head.LinearHead;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class AnswersTest {
  private static final Answers ANSWERS =
      new Answers(
          List.of(new float[] {0.9f, 0.1f}, new float[] {0.5f, 0.5f}, new float[] {0.2f, 0.8f}),
          List.of(0, 0, 0));

  @Test
  void countsWhatIsRightAndWhatItCost() {
    assertEquals(new Accuracy(2, 3), ANSWERS.accuracy());
    assertEquals(new Accuracy(2, 3), ANSWERS.accuracyOf(0));
    assertEquals(new Accuracy(0, 0), ANSWERS.accuracyOf(1));
    double expected = -(Math.log(0.9) + Math.log(0.5) + Math.log(0.2)) / 3;
    assertEquals(expected, ANSWERS.logLoss().orElseThrow(), 1e-6);
    assertEquals(OptionalDouble.empty(), new Answers(List.of(), List.of()).logLoss());
  }

  @Test
  void holdsOutGroupsTogetherAndEachExampleOnce() throws Exception {
    var examples = examples(40);
    var held = new ArrayList<Integer>();
    Answers.outOfFold(
        examples,
        1,
        some -> {
          var groups = new HashSet<Long>();
          for (long hash : some.foldHashes()) {
            groups.add(hash);
          }
          int gone = 0;
          for (long hash : examples.foldHashes()) {
            gone += groups.contains(hash) ? 0 : 1;
          }
          assertEquals(examples.size() - some.size(), gone, "a group is on one side");
          held.add(gone);
          return sign();
        });
    assertEquals(40, held.stream().mapToInt(Integer::intValue).sum());
    assertTrue(held.size() > 1);
  }

  @Test
  void blamesNoHeadForAClassThatItWasNotShown() throws Exception {
    var one =
        new LabelledEmbeddings(
            new float[][] {{1}, {1.1f}, {-1}},
            new int[] {0, 0, 1},
            new long[] {1 << 8, 2 << 8, 3 << 8},
            2);
    Answers answers = Answers.outOfFold(one, 1, some -> sign());
    assertEquals(new Accuracy(2, 2), answers.accuracy());
  }

  /** Class 0 above, class 1 below nothing; two examples share a group. */
  private static LabelledEmbeddings examples(int count) {
    float[][] vectors = new float[count][];
    int[] labels = new int[count];
    long[] hashes = new long[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % 2;
      vectors[i] = new float[] {labels[i] == 0 ? 1 : -1};
      hashes[i] = (long) (i / 2) << 8;
    }
    return new LabelledEmbeddings(vectors, labels, hashes, 2);
  }

  private static LinearHead sign() {
    return new LinearHead(new float[][] {{1}, {-1}}, new float[] {0, 0});
  }
}
