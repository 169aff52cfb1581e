package dev.graft.inference.batch;

import java.util.Optional;

/** Whether whoever asked still wants an answer; asked before each costly step. */
@FunctionalInterface
public interface Patience {

  /** Waits for ever. */
  Patience ENDLESS = Optional::empty;

  /** Present once nobody waits any more. */
  Optional<Gone> gone();

  /** Why nobody waits any more. */
  enum Gone {
    DEADLINE_PASSED,
    CANCELLED
  }
}
