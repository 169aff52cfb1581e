package dev.graft.trainer.fit;

import dev.graft.vision.head.statistics.StatisticsSource;
import dev.graft.vision.head.statistics.StreamingStatistics;

/**
 * The sums of a task's examples, for heads that are functions of sums: those of the train split and
 * those of all. They lie beside the examples from one fit to the next, and each fit adds and takes
 * away what has changed since the last; after a start they are counted once from the examples
 * store. What comes out does not depend on them. For the one fit of a task at a time.
 */
public final class ExampleSums {
  private StreamingStatistics train = new StreamingStatistics();
  private StreamingStatistics all = new StreamingStatistics();

  StatisticsSource train() {
    return train;
  }

  StatisticsSource all() {
    return all;
  }

  /** The task's heads are of another kind: the memory is better used otherwise. */
  void forget() {
    train = new StreamingStatistics();
    all = new StreamingStatistics();
  }

  /** Examples that were counted so far, again or for the first time. */
  public long changes() {
    return train.changes() + all.changes();
  }
}
