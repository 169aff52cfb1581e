package dev.graft.vision.tune;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The highest learning rate of each stage and of the head. Earlier stages learn more slowly. */
public sealed interface Rates {
  /** How far below the head's rate the tail's should be. */
  double WANTED_RATIO = 10;

  /** Of the head. */
  double head();

  /**
   * Of every stage of a network, shallow to deep.
   *
   * @param stages how many it has
   */
  double[] ofStages(int stages);

  /** All of them so many times as high. */
  Rates times(double factor);

  /** One rate for every stage. */
  static Rates uniform(double tail, double head) {
    return new Table(List.of(tail), head);
  }

  /** A table, spread evenly over the network's stages. */
  static Rates table(List<Double> shallowToDeep, double head) {
    return new Table(shallowToDeep, head);
  }

  /** The last stage's rate, and each stage before it so many times as slow. */
  static Rates geometric(double deepest, double ratio, double head) {
    return new Geometric(deepest, ratio, head);
  }

  /** Each layer has {@code decay} of the rate of the one after it, the head being the last. */
  static Rates layerDecay(double head, double decay) {
    return new Geometric(head * decay, 1 / decay, head);
  }

  /** A sentence if a trained stage learns faster than a tenth of the head's rate. */
  default Optional<String> warning(int firstTrained, int stages) {
    double fastest = Arrays.stream(ofStages(stages)).skip(firstTrained).max().orElse(0);
    if (fastest * WANTED_RATIO <= head() * (1 + 1e-9)) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "the tail learns at up to %.3g, which is not %.0f times below the head's %.3g:"
                + " pretrained weights may be forgotten before the head has adapted",
            fastest,
            WANTED_RATIO,
            head()));
  }

  /**
   * A table.
   *
   * @param shallowToDeep the network's stages are spread over it evenly, so that the last stage has
   *     its last rate
   */
  record Table(List<Double> shallowToDeep, double head) implements Rates {
    public Table {
      shallowToDeep = List.copyOf(shallowToDeep);
      if (shallowToDeep.isEmpty()) {
        throw new IllegalArgumentException("a table of rates needs at least one");
      }
    }

    @Override
    public double[] ofStages(int stages) {
      var rates = new double[stages];
      for (int i = 0; i < stages; i++) {
        rates[i] = shallowToDeep.get(i * shallowToDeep.size() / stages);
      }
      return rates;
    }

    @Override
    public Rates times(double factor) {
      return new Table(shallowToDeep.stream().map(rate -> rate * factor).toList(), head * factor);
    }
  }

  /**
   * Each stage so many times as slow as the one after it.
   *
   * @param deepest rate of the last stage
   * @param ratio between a stage's rate and that of the one before it, above 1
   */
  record Geometric(double deepest, double ratio, double head) implements Rates {
    @Override
    public double[] ofStages(int stages) {
      var rates = new double[stages];
      for (int i = 0; i < stages; i++) {
        rates[i] = deepest / Math.pow(ratio, stages - 1 - i);
      }
      return rates;
    }

    @Override
    public Rates times(double factor) {
      return new Geometric(deepest * factor, ratio, head * factor);
    }
  }
}
