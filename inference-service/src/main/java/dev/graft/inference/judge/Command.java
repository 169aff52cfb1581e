package dev.graft.inference.judge;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants.
 *
 * @param id carried out once
 * @param by who
 * @param why may be empty
 * @param expected the state that they believe in; refused when it is another
 */
public record Command(String id, String by, String why, Expected expected, Order order) {

  /** Orders. */
  public sealed interface Order {}

  /**
   * Serve this version, and let later ones through again; 0: the candidate, or else the newest.
   * Unless it is the candidate, those that wait are passed over.
   */
  public record Promote(long version) implements Order {}

  /**
   * Let the first share of the requests try this version, whatever gate and log shadow said of it;
   * 0: the candidate, or else the newest. Whatever else is on trial gives way.
   */
  public record TryOut(long version) implements Order {}

  /** Hold what serves: nothing is widened, promoted or begun. */
  public record Pause() implements Order {}

  /** Go on where it was held. */
  public record Resume() implements Order {}

  /** End the candidate's trial; the next one begins. */
  public record Abort() implements Order {}

  /**
   * Serve an earlier version and hold there. 0: back from the last step; with a candidate on trial
   * that ends the trial, otherwise it is the most recently stable one with a lower number.
   */
  public record RollBack(long to) implements Order {}

  /**
   * The state that whoever commands believes in.
   *
   * @param stable 0: whatever it is
   * @param candidate 0: whatever it is
   * @param phase null: whatever it is
   */
  public record Expected(long stable, long candidate, Rollout.@Nullable Phase phase) {

    public static final Expected ANYTHING = new Expected(0, 0, null);

    /** Why the state is not the expected one. */
    Optional<String> mismatch(Rollout rollout) {
      var trial = rollout.candidacy();
      var onTrial = trial == null ? 0 : trial.candidate().number();
      if (stable != 0 && stable != rollout.known().stableNumber()) {
        return Optional.of(
            "the command expected version %d to be stable, but it is %s"
                .formatted(stable, name(rollout.known().stableNumber())));
      }
      if (candidate != 0 && candidate != onTrial) {
        return Optional.of(
            "the command expected version %d on trial, but it is %s"
                .formatted(candidate, name(onTrial)));
      }
      return phase != null && phase != rollout.phase()
          ? Optional.of(
              "the command expected the phase %s, but it is %s".formatted(phase, rollout.phase()))
          : Optional.empty();
    }
  }

  String said(String what) {
    return why.isEmpty() ? what : what + " (" + why + ")";
  }

  static String name(long version) {
    return version == 0 ? "none" : "version " + version;
  }
}
