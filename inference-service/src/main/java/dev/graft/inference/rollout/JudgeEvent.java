package dev.graft.inference.rollout;

import dev.graft.v1.Command;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.ReplicaState;

/** What can move a rollout; each belongs to one task. */
public sealed interface JudgeEvent {

  /** The trainer announced a version. */
  record Published(ModelPublished model) implements JudgeEvent {}

  /** The trainer collected a version: its bundle is gone. */
  record Withdrawn(long version) implements JudgeEvent {}

  /** A person or a program wants something. */
  record Commanded(Command command) implements JudgeEvent {}

  /** A replica says what it serves and what it refused. */
  record Reported(ReplicaState replica) implements JudgeEvent {}
}
