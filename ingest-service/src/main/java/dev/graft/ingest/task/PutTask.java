package dev.graft.ingest.task;

import dev.graft.v1.TaskSpec;

/**
 * What became of putting a task.
 *
 * @param created it was not there, or was deleted
 * @param changed it must be announced; else it was like this already
 */
public record PutTask(TaskSpec task, boolean created, boolean changed) {}
