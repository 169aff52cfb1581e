package dev.graft.vision.optim;

/**
 * How a learning rate goes from the first step to the last. Plain functions of the step, so that a
 * training that goes on elsewhere goes on at the same rate.
 */
public sealed interface Schedule {
  /**
   * The rate of one step.
   *
   * @param base the rate that a stage was given: the highest it will have
   * @param step counted from 0
   * @param steps how many there will be
   * @param reductions how often {@link PlateauWatch} has asked for less
   */
  double rate(double base, long step, long steps, int reductions);

  /** The same throughout. */
  static Schedule constant() {
    return new Constant();
  }

  /** Down to 1e-6. */
  static Schedule cosine() {
    return new Cosine(1e-6);
  }

  /** 30 % up, then down, from a 25th and to a 250,000th, as PyTorch's OneCycleLR. */
  static Schedule oneCycle() {
    return new OneCycle(0.3, 25, 1e4);
  }

  /** Halved after 5 epochs without a better loss, no lower than 1e-7. */
  static Schedule plateau() {
    return new Plateau(0.5, 5, 1e-7);
  }

  /** The same throughout. */
  record Constant() implements Schedule {
    @Override
    public double rate(double base, long step, long steps, int reductions) {
      return base;
    }
  }

  /**
   * Loshchilov and Hutter 2017, without restarts; PyTorch's CosineAnnealingLR.
   *
   * @param floor where it ends, or the base if that is lower
   */
  record Cosine(double floor) implements Schedule {
    @Override
    public double rate(double base, long step, long steps, int reductions) {
      double low = Math.min(floor, base);
      return low + (base - low) * 0.5 * (1 + Math.cos(Math.PI * step / steps));
    }
  }

  /**
   * Smith and Topin 2018, as PyTorch's OneCycleLR with cosines and without cycling the momentum.
   *
   * @param warmUp share of the steps on the way up
   * @param divide the base by it is where it begins
   * @param finalDivide the beginning by it is where it ends
   */
  record OneCycle(double warmUp, double divide, double finalDivide) implements Schedule {
    @Override
    public double rate(double base, long step, long steps, int reductions) {
      double first = base / divide;
      double top = warmUp * steps - 1; // the step of the highest rate, not always a whole number
      if (step <= top) {
        return between(first, base, step / top);
      }
      return between(base, first / finalDivide, (step - top) / Math.max(1e-9, steps - 1 - top));
    }

    private static double between(double from, double to, double share) {
      return to + (from - to) / 2 * (1 + Math.cos(Math.PI * share));
    }
  }

  /**
   * PyTorch's ReduceLROnPlateau; {@link PlateauWatch} counts.
   *
   * @param factor what a rate is multiplied with
   * @param patience epochs without a better loss that are put up with
   * @param floor no rate goes below it
   */
  record Plateau(double factor, int patience, double floor) implements Schedule {
    @Override
    public double rate(double base, long step, long steps, int reductions) {
      return Math.max(Math.min(floor, base), base * Math.pow(factor, reductions));
    }
  }
}
