package dev.graft.vision.optim;

/**
 * Watches the losses of epochs for a plateau; PyTorch's ReduceLROnPlateau with its defaults.
 *
 * @param best lowest loss so far
 * @param bad epochs since
 * @param reductions how often the rate was reduced
 */
public record PlateauWatch(double best, int bad, int reductions) {
  private static final double THRESHOLD = 1e-4; // of the best: less is not better

  public static PlateauWatch begin() {
    return new PlateauWatch(Double.POSITIVE_INFINITY, 0, 0);
  }

  /** After one more epoch. */
  public PlateauWatch saw(double loss, Schedule.Plateau plateau) {
    if (loss < best * (1 - THRESHOLD)) {
      return new PlateauWatch(loss, 0, reductions);
    }
    return bad + 1 > plateau.patience()
        ? new PlateauWatch(best, 0, reductions + 1)
        : new PlateauWatch(best, bad + 1, reductions);
  }
}
