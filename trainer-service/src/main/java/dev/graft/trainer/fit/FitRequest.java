package dev.graft.trainer.fit;

import dev.graft.trainer.dataset.TaskExamples;
import dev.graft.trainer.dataset.Wish;
import dev.graft.trainer.v1.KeptVersion;
import dev.graft.v1.TaskSpec;
import dev.graft.vision.backbone.Tail;
import java.util.List;
import java.util.Optional;

/**
 * A fit to do: everything it depends on, as it was when it was decided.
 *
 * @param versions the last versions, oldest first; the last one is the parent
 * @param sums of the task's examples from the fit before; they save time and change nothing
 * @param candidate a freshly tuned tail to fit on; else on that of the parent, if it has one
 */
public record FitRequest(
    String taskId,
    String runId,
    TaskSpec spec,
    Wish wish,
    TaskExamples.Snapshot snapshot,
    List<KeptVersion> versions,
    ExampleSums sums,
    Optional<Tail> candidate) {}
