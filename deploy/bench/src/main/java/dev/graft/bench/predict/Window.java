package dev.graft.bench.predict;

/** A stretch of open-loop load. */
public final class Window {
  private final Tally tally;

  Window(Tally tally) {
    this.tally = tally;
  }

  public long answered() {
    return tally.answered().getTotalCount();
  }

  /** Refused ones too: at a third of the capacity nothing may be. */
  public long failed() {
    return tally.failures() + tally.refused().getTotalCount();
  }

  public double millis(double percentile) {
    return tally.millis(percentile);
  }

  /** Both together. */
  public Window and(Window other) {
    return new Window(tally.and(other.tally));
  }
}
