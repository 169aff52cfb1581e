package dev.graft.bench.trials;

import dev.graft.v1.Command;
import dev.graft.v1.RolloutState;
import java.util.Optional;
import java.util.Set;

/** What must become of a command, by what the documents say of each. */
final class Obedience {
  private Obedience() {}

  /**
   * Where the task is afterwards; empty: the command must be refused.
   *
   * @param newest the newest published version; 0: none
   * @param published those that can be named
   */
  static Optional<Place> of(Command command, Place from, long newest, Set<Long> published) {
    if (!expected(command, from)) {
      return Optional.empty();
    }
    return switch (command.getCommandCase()) {
      case PAUSE -> Optional.of(from.holding(true));
      case RESUME -> from.held() ? Optional.of(from.holding(false)) : Optional.empty();
      case ABORT -> from.trying() ? Optional.of(from.ended()) : Optional.empty();
      case PROMOTE -> promoted(command.getPromote().getVersion(), from, newest, published);
      case ROLL_BACK -> rolledBack(command.getRollBack().getToVersion(), from, published);
      case TRAIN, COMMAND_NOT_SET -> Optional.empty();
    };
  }

  private static boolean expected(Command command, Place from) {
    var phase = command.getExpectedPhase();
    return (command.getExpectedStable() == 0 || command.getExpectedStable() == from.stable())
        && (command.getExpectedCandidate() == 0 || command.getExpectedCandidate() == from.onTrial())
        && (phase == RolloutState.Phase.PHASE_UNSPECIFIED || phase == from.phase());
  }

  private static Optional<Place> promoted(
      long wanted, Place from, long newest, Set<Long> published) {
    long usual = from.trying() ? from.candidate() : newest;
    long version = wanted == 0 ? usual : wanted;
    return published.contains(version) ? Optional.of(from.promoted(version)) : Optional.empty();
  }

  private static Optional<Place> rolledBack(long wanted, Place from, Set<Long> published) {
    if (wanted == 0 && from.trying()) {
      return Optional.of(from.ended().holding(true));
    }
    var target =
        wanted == 0
            ? from.previous().stream().filter(each -> each < from.stable()).findFirst()
            : Optional.of(wanted).filter(published::contains);
    return target.filter(each -> each < from.stable()).map(from::rolledBackTo);
  }
}
