/**
 * Tasks: what may be asked of one, and who keeps them. Start at {@link
 * dev.graft.ingest.task.TaskRules}, which is a plain function, then {@link
 * dev.graft.ingest.task.Tasks}.
 */
@NullMarked
package dev.graft.ingest.task;

import org.jspecify.annotations.NullMarked;
