/**
 * The examples of a task in memory, mirrored from the store of the topology's second stage, and the
 * data set that a fit selects from them. Start reading at {@link
 * dev.graft.trainer.dataset.TaskExamples}.
 */
@NullMarked
package dev.graft.trainer.dataset;

import org.jspecify.annotations.NullMarked;
