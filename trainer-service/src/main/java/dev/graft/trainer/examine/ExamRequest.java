package dev.graft.trainer.examine;

import dev.graft.trainer.dataset.TaskExamples;
import dev.graft.trainer.v1.TaskLedger;

/**
 * A task as it is now.
 *
 * @param pictures most of each split that are sent through the network; 0: none
 */
public record ExamRequest(
    String taskId, TaskLedger ledger, TaskExamples.Snapshot snapshot, int pictures) {}
