package dev.graft.vision.head;

import java.util.EnumSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What is wanted of a fit. Kind, strength and temperature are chosen by folds inside the given
 * examples where they are empty here; when all are given, no fold is fitted, which is what makes a
 * refit cheap.
 *
 * @param kinds to choose from, at least one
 * @param strength see {@link HeadKind}; only with a single kind
 * @param temperature only with a single kind
 * @param balance what is done about classes of very different size
 * @param folds how many parts the examples fall into, by hash
 */
public record HeadOptions(
    Set<HeadKind> kinds,
    OptionalDouble strength,
    OptionalDouble temperature,
    Balance balance,
    int folds) {
  private static final int FOLDS = 5;

  public HeadOptions {
    kinds = Set.copyOf(kinds);
    if (kinds.isEmpty() || folds < 2) {
      throw new IllegalArgumentException("at least one kind of head and two folds are needed");
    }
    if (kinds.size() > 1 && (strength.isPresent() || temperature.isPresent())) {
      throw new IllegalArgumentException("a strength or temperature belongs to one kind of head");
    }
    if (strength.isPresent() && !(strength.getAsDouble() > 0)
        || temperature.isPresent() && !(temperature.getAsDouble() > 0)) {
      throw new IllegalArgumentException("strength and temperature must be above 0");
    }
  }

  /** Chooses among all kinds. */
  public static HeadOptions choosing() {
    return choosing(EnumSet.allOf(HeadKind.class));
  }

  /** Chooses among some kinds. */
  public static HeadOptions choosing(Set<HeadKind> kinds) {
    return new HeadOptions(
        kinds, OptionalDouble.empty(), OptionalDouble.empty(), Balance.AS_FOUND, FOLDS);
  }

  /** One kind; its strength and temperature are chosen. */
  public static HeadOptions of(HeadKind kind) {
    return choosing(Set.of(kind));
  }

  /** The same choices as an earlier fit; no folds. */
  public static HeadOptions reusing(TrainedHead earlier) {
    return reusing(earlier.kind(), earlier.strength(), earlier.temperature(), earlier.balance());
  }

  /** All is chosen already; no folds. */
  public static HeadOptions reusing(
      HeadKind kind, double strength, double temperature, Balance balance) {
    return new HeadOptions(
        Set.of(kind), OptionalDouble.of(strength), OptionalDouble.of(temperature), balance, FOLDS);
  }

  public HeadOptions balanced(Balance other) {
    return new HeadOptions(kinds, strength, temperature, other, folds);
  }

  /** From the simplest on. */
  List<HeadKind> inOrder() {
    return kinds.stream().sorted().toList();
  }

  /** From strong to weak, or from simple to rich. */
  List<Double> strengths(HeadKind kind, int examples) {
    return strength.isPresent() ? List.of(strength.getAsDouble()) : kind.strengths(examples);
  }

  /** Nothing is left to choose. */
  boolean settled() {
    return strength.isPresent() && temperature.isPresent();
  }
}
