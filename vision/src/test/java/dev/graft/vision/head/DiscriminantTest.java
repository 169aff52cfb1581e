package dev.graft.vision.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.vision.head.statistics.ClassStatistics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class DiscriminantTest {
  private static final LabelledEmbeddings EXAMPLES = Clouds.of(90, 11, 3, 2, 1);

  static Stream<Function<ClassStatistics, LinearHead>> kinds() {
    return Stream.of(
        Discriminant::nearestMean,
        sums -> Discriminant.fit(sums, 0.3),
        sums -> Discriminant.ridge(sums, 5));
  }

  @Property(tries = 20, seed = "20261127")
  void theHeadDependsOnNeitherOrderNorPartitionNorOnWhatWasTakenAway(
      @ForAll @IntRange(min = 1, max = 6) int pieces, @ForAll long seed) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, 90).boxed().toList());
    Random random = new Random(seed);
    Collections.shuffle(order, random);
    ClassStatistics merged = ClassStatistics.none(3, 11, 8);
    for (int piece = 0; piece < pieces; piece++) {
      ClassStatistics part = ClassStatistics.none(3, 11, 8);
      LabelledEmbeddings passing = Clouds.of(1 + random.nextInt(50), 11, 3, 7, seed + piece);
      part.add(passing.vectors(), passing.labels());
      for (int at = piece; at < order.size(); at += pieces) {
        part.add(EXAMPLES.vectors()[order.get(at)], EXAMPLES.labels()[order.get(at)]);
      }
      part.remove(passing.vectors(), passing.labels());
      merged.merge(part);
    }
    kinds().forEach(kind -> assertEquals(kind.apply(batch(EXAMPLES)), kind.apply(merged)));
  }

  @Test
  void discriminantsAreThoseOfTheDefinition() {
    double shrinkage = 0.3;
    double[][] means = new double[3][11];
    for (int i = 0; i < 90; i++) {
      for (int j = 0; j < 11; j++) {
        means[EXAMPLES.labels()[i]][j] += EXAMPLES.vectors()[i][j] / 30.0;
      }
    }
    double[][] covariance = new double[11][11];
    for (int i = 0; i < 90; i++) {
      for (int a = 0; a < 11; a++) {
        for (int b = 0; b < 11; b++) {
          double[] mean = means[EXAMPLES.labels()[i]];
          covariance[a][b] +=
              (EXAMPLES.vectors()[i][a] - mean[a])
                  * (EXAMPLES.vectors()[i][b] - mean[b])
                  / 87
                  * (a == b ? 1 : 1 - shrinkage);
        }
      }
    }
    var inverse =
        new LUDecomposition(new Array2DRowRealMatrix(covariance)).getSolver().getInverse();
    LinearHead head = Discriminant.fit(batch(EXAMPLES), shrinkage);
    for (float[] vector : Clouds.of(20, 11, 3, 2, 9).vectors()) {
      double[] logits = new double[3];
      for (int k = 0; k < 3; k++) {
        double[] row = inverse.operate(means[k]);
        for (int j = 0; j < 11; j++) {
          logits[k] += row[j] * (vector[j] - means[k][j] / 2);
        }
      }
      float[] found = head.logits(vector);
      assertEquals(logits[0] - logits[1], found[0] - found[1], 1e-3);
      assertEquals(logits[2] - logits[1], found[2] - found[1], 1e-3);
    }
  }

  @Test
  void ridgeHasNoSlopeLeft() {
    double alpha = 5;
    LinearHead head = Discriminant.ridge(batch(EXAMPLES), alpha);
    Standardised data = Standardised.of(EXAMPLES);
    float[][] w = data.fromRaw(head);
    for (int k = 0; k < 2; k++) { // rows are centred, so differences of classes must be optimal
      for (int j = 0; j < 11; j++) {
        double slope = alpha * (w[k][j] - w[k + 1][j]);
        for (int i = 0; i < 90; i++) {
          float[] logits = head.logits(EXAMPLES.vectors()[i]);
          double target =
              (EXAMPLES.labels()[i] == k ? 1 : 0) - (EXAMPLES.labels()[i] == k + 1 ? 1 : 0);
          slope += (logits[k] - logits[k + 1] - target) * data.rows()[i][j];
        }
        assertEquals(0, slope, 1e-3);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void theUnitOfAFeatureChangesNoAnswer(Function<ClassStatistics, LinearHead> kind) {
    float[][] moved = Vectors.copy(EXAMPLES.vectors());
    for (float[] vector : moved) {
      vector[4] = vector[4] * 8 - 2; // powers of two: nothing is rounded
    }
    var other = new LabelledEmbeddings(moved, EXAMPLES.labels(), EXAMPLES.foldHashes(), 3);
    LinearHead head = kind.apply(batch(EXAMPLES));
    LinearHead otherHead = kind.apply(batch(other));
    for (int i = 0; i < 90; i++) {
      float[] p = head.probabilities(EXAMPLES.vectors()[i], 1);
      float[] q = otherHead.probabilities(moved[i], 1);
      assertEquals(p[0], q[0], 1e-3);
      assertEquals(p[1], q[1], 1e-3);
    }
  }

  @Test
  void oneExampleMoreIsAnotherHead() {
    ClassStatistics more = batch(EXAMPLES);
    more.add(EXAMPLES.vectors()[0], 0);
    kinds().forEach(kind -> assertNotEquals(kind.apply(batch(EXAMPLES)), kind.apply(more)));
  }

  @Test
  void noExampleAndNoSuchStrengthAreRefused() {
    ClassStatistics none = ClassStatistics.none(2, 3);
    assertThrows(IllegalArgumentException.class, () -> Discriminant.nearestMean(none));
    ClassStatistics some = batch(EXAMPLES);
    for (double shrinkage : new double[] {0, -1, 1.1, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> Discriminant.fit(some, shrinkage));
    }
    assertThrows(IllegalArgumentException.class, () -> Discriminant.ridge(some, 0));
    assertTrue(Discriminant.fit(some, 1).width() == 11);
  }

  private static ClassStatistics batch(LabelledEmbeddings examples) {
    ClassStatistics statistics = ClassStatistics.none(3, 11, 8);
    statistics.add(examples.vectors(), examples.labels());
    return statistics;
  }
}
