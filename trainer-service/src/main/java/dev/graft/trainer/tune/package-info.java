/**
 * Fine-tuning as a job: from a task's pictures to a tail of its own, checkpointed in the object
 * store so that another instance can go on. Start reading at {@link
 * dev.graft.trainer.tune.TuneJob}.
 */
@NullMarked
package dev.graft.trainer.tune;

import org.jspecify.annotations.NullMarked;
