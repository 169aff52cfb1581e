package dev.graft.trainer.plan;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * All that a decision to fine-tune rests on; told with it.
 *
 * @param examples train examples now
 * @param examplesThen at the last fine-tune; 0 if there was none
 * @param headSettled whether the newest head was fitted on the newest examples
 * @param headStopped whether the head has stopped improving while examples came; empty while its
 *     learning curve is too short to say
 * @param drift distance of recent pictures from those of the last fine-tune, as {@link Drift} has
 *     it; empty if there was none, or too few have come since
 * @param last when the last fine-tune began
 * @param running whether one runs, of any task of this process
 * @param notBefore back-off after one that broke
 * @param command who wants one now, and why
 */
public record TuneInputs(
    int examples,
    int examplesThen,
    boolean headSettled,
    Optional<Boolean> headStopped,
    OptionalDouble drift,
    Optional<Instant> last,
    Optional<String> running,
    Optional<Instant> notBefore,
    Optional<String> command) {
  /** New examples as a share of those of the last fine-tune; 1 if there was none. */
  double growth() {
    return examplesThen == 0 ? 1 : (double) (examples - examplesThen) / examplesThen;
  }
}
