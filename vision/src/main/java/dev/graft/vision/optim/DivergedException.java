package dev.graft.vision.optim;

/** The training has left the finite numbers: the rate was too high. */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public DivergedException(String what) {
    super("the training has diverged: " + what + "; use a lower learning rate");
  }
}
