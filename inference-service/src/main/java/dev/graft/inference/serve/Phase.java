package dev.graft.inference.serve;

/** Where the trial of a task's version is, as this replica follows it. */
public enum Phase {
  /** Nothing is on trial. */
  NONE,
  /** A candidate is scored, and never serves. */
  SHADOW,
  /** A candidate serves a share of the requests. */
  CANARY,
  /** The candidate is stable, and the version before is still scored. */
  WATCH
}
