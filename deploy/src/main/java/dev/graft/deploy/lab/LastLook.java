package dev.graft.deploy.lab;

import dev.graft.vision.tune.EpochReport;
import dev.graft.vision.tune.TuneListener;
import dev.graft.vision.tune.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Looks at the weights of a fine-tune's last epoch, before its best ones come back. The best of six
 * epochs looks better on the pictures that it was picked by than it is.
 */
final class LastLook implements TuneListener {
  private final int epochs;
  private final Looking looking;
  private Optional<Look> taken = Optional.empty();

  /** At the weights as they are now. */
  @FunctionalInterface
  interface Looking {
    Look look() throws IOException, InterruptedException;
  }

  /**
   * Has not looked yet.
   *
   * @param epochs the number of the last one; 0 for never
   */
  LastLook(int epochs, Looking looking) {
    this.epochs = epochs;
    this.looking = looking;
  }

  @Override
  public Verdict onEpoch(EpochReport report) {
    if (epochs > 0 && report.epoch() == epochs) {
      try {
        taken = Optional.of(looking.look());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // whoever trains sees it after this step
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return Verdict.goOn();
  }

  /** Empty if the last epoch was not reached. */
  Optional<Look> taken() {
    return taken;
  }

  /** What was seen at the last epoch; at the weights as they are now if it was not reached. */
  Look orNow() throws IOException, InterruptedException {
    return taken.isPresent() ? taken.get() : looking.look();
  }
}
