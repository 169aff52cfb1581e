package dev.graft.inference.judge;

import java.util.List;

/** What can move a rollout; each belongs to one task. */
public sealed interface Event {

  /** The trainer announced a version; the gate may hold it back. */
  record Published(Version version, boolean released) implements Event {}

  /** The trainer collected a version: its bundle is gone. */
  record Withdrawn(long version) implements Event {}

  /** A replica says what it refused to load. */
  record Refused(String replica, List<Refusal> refusals) implements Event {}

  /** One of them. */
  record Refusal(long version, String digest, String why) {}

  /** A person or a program wants something. */
  record Commanded(Command command) implements Event {}

  /**
   * All that is known by now of a trial's versions, and time has passed; of another trial it is
   * ignored.
   */
  record Observed(long candidate, long baseline, Evidence evidence) implements Event {}

  /** The task is no more. */
  record Deleted() implements Event {}

  /** Time has passed. */
  record Ticked() implements Event {}
}
