package dev.graft.trainer.plan;

import java.util.List;

/** Whether to fine-tune a task now; with what it was decided by, also where it is a no. */
public sealed interface TuneDecision {
  TuneInputs inputs();

  /** What made a fine-tune due. */
  enum Trigger {
    COMMAND,
    DRIFT,
    NEW_LABELS,
    HEAD_STOPPED,
    SCHEDULE
  }

  record Tune(Trigger trigger, String why, TuneInputs inputs) implements TuneDecision {}

  /**
   * Not now.
   *
   * @param reasons every one that holds, as sentences for people
   */
  record NotNow(List<String> reasons, TuneInputs inputs) implements TuneDecision {}
}
