package dev.graft.trainer.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;

/**
 * How far a task's recent examples lie from those that its last fine-tune had, in the eyes of the
 * frozen backbone.
 *
 * <p>What is looked at is how an embedding differs from the mean of its class among the earlier
 * examples, so that another mix of classes is no drift. Each value of that is taken as a Gaussian
 * among the earlier and among the recent ones, and the distance is the mean over values of ln(1 +
 * J), with J the symmetric Kullback-Leibler divergence (Kullback and Leibler 1951): what vision's
 * DomainDistance is on the inputs of BatchNorm. From it goes the greatest distance of windows that
 * are drawn from the earlier examples, as many of each class, so that what chance makes of so few
 * examples is none (a permutation test, Fisher 1935, with its largest value instead of a rank).
 */
public final class Drift {
  /** The recent examples that are looked at. */
  public static final int WINDOW = 128;

  /** With fewer nothing is said. */
  public static final int LEAST = 64;

  /** Of the earlier examples; so many tell it of all. */
  private static final int MOST_EARLIER = 1000;

  /** Earlier examples of a class that it takes to know its mean, with a window drawn from them. */
  private static final int LEAST_OF_CLASS = 10;

  private static final int DRAWN = 10;

  /** BatchNorm's own: below it a variance means nothing. */
  private static final double LEAST_VARIANCE = 1e-5;

  private Drift() {}

  /** An embedding in the space of the task's backbone: [width]. */
  public record Example(String className, float[] vector) {}

  /**
   * The same arguments always give the same distance.
   *
   * @param earlier of the last fine-tune, in a stable order
   * @param recent that came since, newest first
   * @return 0 where it is no more than chance; empty where there are too few to say
   */
  public static OptionalDouble of(List<Example> earlier, List<Example> recent) {
    Map<String, List<float[]>> known = known(earlier);
    Map<String, List<float[]>> window = window(known, recent);
    int size = window.values().stream().mapToInt(List::size).sum();
    if (size < LEAST) {
      return OptionalDouble.empty();
    }
    double distance = distance(known, window);
    double chance = 0;
    var lot = new Random(31L * earlier.size() + size);
    for (int i = 0; i < DRAWN; i++) {
      chance = Math.max(chance, byChance(known, window, lot));
    }
    return OptionalDouble.of(Math.max(0, distance - chance));
  }

  /** Classes of which enough is known. */
  private static Map<String, List<float[]>> known(List<Example> earlier) {
    var known = new TreeMap<String, List<float[]>>();
    int step = Math.max(1, (earlier.size() + MOST_EARLIER - 1) / MOST_EARLIER);
    for (int i = 0; i < earlier.size(); i += step) {
      Example example = earlier.get(i);
      known.computeIfAbsent(example.className(), name -> new ArrayList<>()).add(example.vector());
    }
    known.values().removeIf(vectors -> vectors.size() < LEAST_OF_CLASS);
    return known;
  }

  /** The newest, of each class at most half as many as are known, so that so many can be drawn. */
  private static Map<String, List<float[]>> window(
      Map<String, List<float[]>> known, List<Example> recent) {
    var window = new TreeMap<String, List<float[]>>();
    int size = 0;
    for (Example example : recent) {
      List<float[]> of = known.getOrDefault(example.className(), List.of());
      List<float[]> taken = window.computeIfAbsent(example.className(), name -> new ArrayList<>());
      if (size < WINDOW && taken.size() < of.size() / 2) {
        taken.add(example.vector());
        size++;
      }
    }
    window.values().removeIf(List::isEmpty);
    return window;
  }

  /** Of a window like that, drawn from what is known, from the rest of it. */
  private static double byChance(
      Map<String, List<float[]>> known, Map<String, List<float[]>> like, Random lot) {
    var rest = new TreeMap<String, List<float[]>>();
    var drawn = new TreeMap<String, List<float[]>>();
    known.forEach(
        (name, vectors) -> {
          var mixed = new ArrayList<>(vectors);
          Collections.shuffle(mixed, lot);
          int taken = like.getOrDefault(name, List.of()).size();
          drawn.put(name, mixed.subList(0, taken));
          rest.put(name, mixed.subList(taken, mixed.size()));
        });
    return distance(rest, drawn);
  }

  private static double distance(
      Map<String, List<float[]>> known, Map<String, List<float[]>> window) {
    int width = known.values().iterator().next().get(0).length;
    var before = new Moments(width);
    var after = new Moments(width);
    known.forEach(
        (name, vectors) -> {
          double[] mean = mean(vectors, width);
          vectors.forEach(vector -> before.add(vector, mean));
          window.getOrDefault(name, List.of()).forEach(vector -> after.add(vector, mean));
        });
    double sum = 0;
    for (int i = 0; i < width; i++) {
      double v = before.variance(i);
      double w = after.variance(i);
      double d = after.mean(i) - before.mean(i);
      sum += Math.log1p(Math.max(0, ((v + d * d) / w + (w + d * d) / v) / 2 - 1));
    }
    return sum / width;
  }

  private static double[] mean(List<float[]> vectors, int width) {
    double[] mean = new double[width];
    for (float[] vector : vectors) {
      for (int i = 0; i < width; i++) {
        mean[i] += vector[i];
      }
    }
    for (int i = 0; i < width; i++) {
      mean[i] /= vectors.size();
    }
    return mean;
  }

  /** Of differences from class means. */
  private static final class Moments {
    private final double[] sum;
    private final double[] squares;
    private int size;

    Moments(int width) {
      sum = new double[width];
      squares = new double[width];
    }

    void add(float[] vector, double[] from) {
      for (int i = 0; i < sum.length; i++) {
        double difference = vector[i] - from[i];
        sum[i] += difference;
        squares[i] += difference * difference;
      }
      size++;
    }

    double mean(int i) {
      return sum[i] / size;
    }

    double variance(int i) {
      return Math.max(LEAST_VARIANCE, squares[i] / size - mean(i) * mean(i));
    }
  }
}
