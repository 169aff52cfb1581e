/**
 * Measures what the diagnosis of a task goes by, on its own examples, pictures and newest version.
 * Start reading at {@link dev.graft.trainer.examine.TaskExam}.
 */
@NullMarked
package dev.graft.trainer.examine;

import org.jspecify.annotations.NullMarked;
