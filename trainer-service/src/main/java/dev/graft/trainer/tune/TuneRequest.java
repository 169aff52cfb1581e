package dev.graft.trainer.tune;

import dev.graft.trainer.dataset.TaskExamples;
import dev.graft.trainer.dataset.Wish;
import dev.graft.trainer.v1.KeptVersion;
import dev.graft.v1.TaskSpec;
import dev.graft.vision.strategy.HeadRecord;
import java.util.List;

/**
 * A fine-tune to do, or to go on with: everything it depends on, as it was when it was ordered. One
 * that goes on takes the rest from the plan in the store.
 *
 * @param commanded somebody wants it, so that the planner only advises
 * @param versions the last versions, oldest first
 * @param curve accuracy of heads by train examples
 */
public record TuneRequest(
    String taskId,
    String runId,
    TaskSpec spec,
    Wish wish,
    TaskExamples.Snapshot snapshot,
    boolean commanded,
    List<KeptVersion> versions,
    List<HeadRecord.Point> curve) {}
