package dev.graft.trainer.fit;

import dev.graft.trainer.dataset.TaskExamples;
import dev.graft.v1.RolloutTrial;

/**
 * Two versions to compare on stored images, as they were when it was ordered.
 *
 * @param trial names the two
 */
public record ShadowRequest(String taskId, RolloutTrial trial, TaskExamples.Snapshot snapshot) {}
