package dev.graft.trainer.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.trainer.Facts;
import dev.graft.trainer.dataset.Dataset;
import dev.graft.trainer.dataset.Row;
import dev.graft.trainer.dataset.TaskExamples;
import dev.graft.trainer.dataset.Wish;
import dev.graft.trainer.publish.Forerunner;
import dev.graft.vision.head.Balance;
import dev.graft.vision.head.Head;
import dev.graft.vision.head.HeadKind;
import dev.graft.vision.head.HeadPolicy;
import dev.graft.vision.head.TrainedHead;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What heads a policy gives. */
class LearningTest {
  private static final int WIDTH = 8;
  private static final Wish WISH = new Wish(List.of("ant", "bee", "cow"), "space", WIDTH);
  private static final List<Row> ROWS = rows(130, 1);

  /** Between the means of classes, in standard deviations: some pictures lie nearer to another. */
  private static final double CLOSE = 2;

  @ParameterizedTest
  @EnumSource
  void everyKindLearnsByPolicy(HeadKind kind) throws Exception {
    var learning = learning(ROWS, HeadPolicy.of(kind), Optional.empty(), new ExampleSums());
    TrainedHead judged = learning.judged();
    TrainedHead served = learning.served(judged);
    for (TrainedHead head : List.of(judged, served)) {
      assertEquals(kind, head.kind());
      assertTrue(accuracy(head.head()) > 0.93, kind + ": " + accuracy(head.head()));
    }
    assertEquals(List.of(kind), judged.trials().stream().map(trial -> trial.kind()).toList());
    assertEquals(judged.strength(), served.strength());
    assertEquals(judged.temperature(), served.temperature());
  }

  @Test
  void ofSeveralKindsFoldsChooseAndTheParentsChoiceIsKeptWithinAStep() throws Exception {
    var few = policy(HeadKind.NEAREST_MEAN, HeadKind.RIDGE, HeadKind.SOFTMAX);
    var first = learning(ROWS, few, Optional.empty(), new ExampleSums());
    TrainedHead judged = first.judged();
    assertFalse(first.reusesChoice());
    assertEquals(3, judged.trials().size());
    assertTrue(few.kinds().contains(judged.kind()));

    Optional<Forerunner> parent = Optional.of(forerunner(judged, few, ROWS));
    var next = learning(rows(131, 1), few, parent, new ExampleSums());
    TrainedHead refreshed = next.judged();
    assertTrue(next.reusesChoice());
    assertEquals(List.of(), refreshed.trials());
    assertEquals(judged.kind(), refreshed.kind());
    assertEquals(judged.strength(), refreshed.strength());
    assertEquals(judged.temperature(), refreshed.temperature());

    assertFalse(learning(rows(200, 1), few, parent, new ExampleSums()).reusesChoice());
    var other = policy(HeadKind.NEAREST_MEAN, HeadKind.RIDGE);
    assertFalse(learning(ROWS, other, parent, new ExampleSums()).reusesChoice());
    var balanced = new HeadPolicy(few.kinds(), Balance.WEIGHTS, few.rejectionRate());
    assertFalse(learning(ROWS, balanced, parent, new ExampleSums()).reusesChoice());
  }

  @ParameterizedTest
  @EnumSource(names = {"NEAREST_MEAN", "DISCRIMINANT", "RIDGE"})
  void sumsThatWereKeptGiveTheSameBitsAsACleanCount(HeadKind kind) throws Exception {
    var sums = new ExampleSums();
    List<Row> rows = new ArrayList<>(ROWS);
    learning(rows, HeadPolicy.of(kind), Optional.empty(), sums).judged();
    long counted = sums.changes();
    rows.remove(5);
    Row changed = rows.get(7);
    rows.set(7, labelled(changed, changed.className().equals("ant") ? "bee" : "ant"));
    var kept = learning(rows, HeadPolicy.of(kind), Optional.empty(), sums);
    var clean = learning(rows, HeadPolicy.of(kind), Optional.empty(), new ExampleSums());
    TrainedHead judged = kept.judged();
    assertEquals(clean.judged().head(), judged.head());
    assertTrue(sums.changes() - counted <= 3, "counted " + (sums.changes() - counted) + " anew");
    assertEquals(clean.served(judged).head(), kept.served(judged).head());
  }

  @Test
  void noveltyIsThatOfTheParentUntilItNoLongerFits() throws Exception {
    var policy = HeadPolicy.of(HeadKind.SOFTMAX).rejecting(OptionalDouble.of(0.05));
    var first = learning(ROWS, policy, Optional.empty(), new ExampleSums());
    TrainedHead judged = first.judged();
    var novelty = first.novelty(Optional.empty(), false);
    Optional<Forerunner> parent = Optional.of(forerunner(judged, policy, ROWS));

    List<Row> more = new ArrayList<>(ROWS);
    more.add(row(500, 0, ROWS.get(3).embeddings().get(0).vector().clone()));
    assertSame(
        novelty.orElseThrow(),
        learning(more, policy, parent, new ExampleSums()).novelty(novelty, false).orElseThrow());

    float[] strange = new float[WIDTH];
    strange[WIDTH - 1] = -50;
    List<Row> unlike = new ArrayList<>(ROWS);
    unlike.add(row(500, 0, strange));
    List<Row> fewer = new ArrayList<>(ROWS);
    fewer.remove(9);
    for (List<Row> rows : List.of(unlike, fewer, rows(200, 1))) {
      var relearned = learning(rows, policy, parent, new ExampleSums());
      assertNotEquals(novelty, relearned.novelty(novelty, false));
    }
    var stricter = policy.rejecting(OptionalDouble.of(0.2));
    var relearned = learning(ROWS, stricter, parent, new ExampleSums()).novelty(novelty, false);
    assertEquals(0.2, relearned.orElseThrow().rejectionRate());
  }

  @Test
  void noNoveltyIsToldWhereNoneIsWantedOrExamplesAreFew() throws Exception {
    var off = HeadPolicy.of(HeadKind.SOFTMAX);
    var on = off.rejecting(OptionalDouble.of(0.05));
    var none = Optional.<Forerunner>empty();
    assertTrue(
        learning(ROWS, off, none, new ExampleSums()).novelty(Optional.empty(), false).isEmpty());
    assertTrue(
        learning(rows(15, 1), on, none, new ExampleSums())
            .novelty(Optional.empty(), false)
            .isEmpty());
  }

  @Test
  void noveltyOfATaskThatServesItsJudgedHeadKnowsTheTrainSplitAlone() throws Exception {
    var policy = HeadPolicy.of(HeadKind.SOFTMAX).rejecting(OptionalDouble.of(0.05));
    var learning = learning(ROWS, policy, Optional.empty(), new ExampleSums());
    long train = ROWS.stream().filter(row -> !row.validation()).count();
    assertEquals(train, learning.novelty(Optional.empty(), true).orElseThrow().columns()[0].length);
    assertEquals(
        ROWS.size(), learning.novelty(Optional.empty(), false).orElseThrow().columns()[0].length);
  }

  /** Of the train split it is a fifth, beside which validation stands as well. */
  @Test
  void onATailOnlyWhatItHasNotLearnedFromTells() throws Exception {
    var policy = HeadPolicy.of(HeadKind.SOFTMAX).rejecting(OptionalDouble.of(0.05));
    List<Row> rows = new ArrayList<>();
    for (Row row : rows(400, 1, CLOSE)) {
      rows.add(row.teachesTails() ? drawnIn(row) : row);
    }
    Dataset data = data(rows);
    var flattered = new Learning(data, false, policy, Optional.empty(), new ExampleSums());
    var sober = new Learning(data, true, policy, Optional.empty(), new ExampleSums());
    TrainedHead judged = sober.judged();
    assertTrue(judged.temperature() > 1.2 * flattered.judged().temperature());
    double threshold = sober.novelty(Optional.empty(), false).orElseThrow().threshold();
    assertTrue(
        threshold > flattered.novelty(Optional.empty(), false).orElseThrow().threshold(),
        "threshold " + threshold);

    long asked =
        data.train().stream()
            .filter(pick -> !pick.row().teachesTails())
            .filter(sober::isTelling)
            .count();
    assertEquals(asked, data.train().stream().filter(sober::isTelling).count());
    assertTrue(data.validation().stream().allMatch(sober::isTelling));
    assertTrue(data.train().stream().allMatch(flattered::isTelling));
    assertEquals(
        asked,
        Evidence.enough(withoutValidation(data), judged, sober).labels().size(),
        "without a validation split");
  }

  private static Dataset withoutValidation(Dataset data) {
    return new Dataset(data.sequence(), data.wish(), data.train());
  }

  /** As a tail that has learned from it has it: where its class is. */
  private static Row drawnIn(Row row) {
    int label = WISH.classes().indexOf(row.className());
    float[] vector = new float[WIDTH];
    for (int j = 0; j < WIDTH; j++) {
      double mean = 2 + (j == label ? CLOSE : 0);
      vector[j] = (float) (mean + 0.5 * (row.embeddings().get(0).vector()[j] - mean));
    }
    return new Row(
        row.imageId(),
        row.className(),
        row.validation(),
        row.splitHash(),
        List.of(new Row.Embedding(WISH.space(), row.blobDigest(), vector)),
        row.sequence(),
        0,
        row.blobDigest());
  }

  private static Learning learning(
      List<Row> rows, HeadPolicy policy, Optional<Forerunner> parent, ExampleSums sums) {
    return new Learning(data(rows), false, policy, parent, sums);
  }

  private static Dataset data(List<Row> rows) {
    return Dataset.of(new TaskExamples.Snapshot(rows.size(), rows), WISH);
  }

  private static HeadPolicy policy(HeadKind first, HeadKind... more) {
    return new HeadPolicy(EnumSet.of(first, more), Balance.AS_FOUND, OptionalDouble.empty());
  }

  private static Forerunner forerunner(TrainedHead judged, HeadPolicy policy, List<Row> rows) {
    int train = data(rows).train().size();
    return new Forerunner(
        1,
        "digest",
        WISH.classes(),
        WISH.space(),
        judged.head(),
        policy,
        judged.kind(),
        judged.strength(),
        judged.temperature(),
        train,
        rows.size(),
        Optional.empty());
  }

  private static double accuracy(Head head) {
    int right = 0;
    Dataset fresh = data(rows(400, 2));
    for (Dataset.Pick pick : fresh.picks()) {
      right += head.answer(pick.vector()) == pick.label() ? 1 : 0;
    }
    return (double) right / fresh.picks().size();
  }

  /** Three clouds; the same seed gives the same first rows, whatever their number. */
  private static List<Row> rows(int n, long seed) {
    return rows(n, seed, 5);
  }

  private static List<Row> rows(int n, long seed, double distance) {
    Random random = new Random(seed);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      float[] vector = new float[WIDTH];
      for (int j = 0; j < WIDTH; j++) {
        vector[j] = (float) (2 + random.nextGaussian() + (j == i % 3 ? distance : 0));
      }
      rows.add(row(i, i % 3, vector));
    }
    return rows;
  }

  private static Row row(int number, int label, float[] vector) {
    String id = "image-%04d".formatted(number);
    long hash = Facts.digest(id).hashCode() * 0x9e3779b97f4a7c15L;
    return new Row(
        id,
        WISH.classes().get(label),
        number % 5 == 4,
        hash,
        List.of(new Row.Embedding(WISH.space(), Facts.digest(id), vector)),
        number,
        0,
        Facts.digest(id));
  }

  private static Row labelled(Row row, String className) {
    return new Row(
        row.imageId(),
        className,
        row.validation(),
        row.splitHash(),
        row.embeddings(),
        1000,
        0,
        row.blobDigest());
  }
}
