package dev.graft.inference.serve;

import dev.graft.inference.judge.Cohort;
import dev.graft.inference.serve.Answerers.Detour;
import dev.graft.inference.serve.Answerers.Role;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What may answer for a task at one moment: the version that serves, and those on trial as far as
 * they are in memory.
 *
 * @param serving null: nothing serves here
 * @param trial null: nothing is on trial; then so are the versions
 */
record Lineup(
    @Nullable Resident serving,
    @Nullable OnTrial trial,
    @Nullable Resident candidate,
    @Nullable Resident baseline) {

  static final Lineup NOTHING = new Lineup(null, null, null, null);

  /** A trial whose versions are both in memory; null: none. */
  @Nullable OnTrial complete() {
    return candidate != null && baseline != null ? trial : null;
  }

  /**
   * Who answers; null: nothing serves.
   *
   * @param pictures the request brings pictures, which every network can take
   * @param cohortKey asked for only when a candidate serves some
   */
  @Nullable Answerers choose(String taskId, boolean pictures, Supplier<String> cohortKey) {
    var stable = serving;
    if (stable == null) {
      return null;
    }
    var running = trial;
    if (running == null) {
      return Answerers.alone(stable);
    }
    var turn = isCandidatesTurn(taskId, running, cohortKey);
    var next = candidate;
    if (!turn || next == stable) {
      return beside(stable, Role.STABLE, running.phase(), Detour.NONE);
    }
    if (next == null) {
      return beside(stable, Role.STABLE, running.phase(), Detour.ABSENT);
    }
    return pictures || next.space().equals(stable.space())
        ? beside(next, Role.CANDIDATE, running.phase(), Detour.NONE)
        : beside(stable, Role.STABLE, running.phase(), Detour.INPUT);
  }

  private static boolean isCandidatesTurn(
      String taskId, OnTrial running, Supplier<String> cohortKey) {
    return running.phase() == Phase.CANARY
        && Cohort.isIn(taskId, running.candidate().getVersion(), running.share(), cohortKey.get());
  }

  private Answerers beside(Resident answering, Role role, Phase phase, Detour detour) {
    return new Answerers(
        answering, role, phase, others(answering), candidate != null && baseline != null, detour);
  }

  /** The versions on trial beside the one that answers. */
  List<Resident> others(Resident answering) {
    return Stream.of(Stream.ofNullable(candidate), Stream.ofNullable(baseline))
        .flatMap(each -> each)
        .filter(version -> version != answering)
        .toList();
  }
}
