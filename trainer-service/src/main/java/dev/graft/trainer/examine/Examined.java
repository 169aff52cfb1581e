package dev.graft.trainer.examine;

import dev.graft.trainer.diagnose.TaskMeasured;

/** What came of an examination. */
public sealed interface Examined {
  record Done(TaskMeasured measured) implements Examined {}

  /** There is nothing to examine yet, or not now. */
  record NotNow(String why) implements Examined {}
}
