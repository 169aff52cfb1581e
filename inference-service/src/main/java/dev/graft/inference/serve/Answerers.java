package dev.graft.inference.serve;

import java.util.List;

/**
 * Who answers a request, and who is scored beside it.
 *
 * @param serving answers; held for the caller, who closes it when the answer is made
 * @param role why it does
 * @param phase of the trial
 * @param others the versions on trial that do not answer; not held: {@link Resident#hold} before
 *     their networks are used
 * @param complete all versions on trial are in memory
 * @param detour why the stable version answers in the candidate's place
 */
public record Answerers(
    Resident serving,
    Role role,
    Phase phase,
    List<Resident> others,
    boolean complete,
    Detour detour) {

  /** Why a version answers. */
  public enum Role {
    /** The task serves it. */
    STABLE,
    /** It is on trial, and this request belongs to its share. */
    CANDIDATE,
    /** The request names it. */
    PINNED
  }

  /** Why the stable version answers a request of the candidate's share. */
  public enum Detour {
    /** It is no such request. */
    NONE,
    /** The candidate is not in memory yet. */
    ABSENT,
    /** Pixels or an embedding, made for the stable version's network, which is another. */
    INPUT,
    /** The candidate failed. */
    FAULT
  }

  /** A version that the request names answers it, and no other is asked. */
  public static Answerers pinned(Resident named) {
    return new Answerers(named, Role.PINNED, Phase.NONE, List.of(), true, Detour.NONE);
  }

  static Answerers alone(Resident stable) {
    return new Answerers(stable, Role.STABLE, Phase.NONE, List.of(), true, Detour.NONE);
  }

  /**
   * When the candidate has failed: the stable version answers, in the same trial.
   *
   * @param stable held for the caller
   */
  public Answerers instead(Resident stable) {
    var left = others.stream().filter(version -> version != stable).toList();
    return new Answerers(stable, Role.STABLE, phase, left, complete, Detour.FAULT);
  }
}
