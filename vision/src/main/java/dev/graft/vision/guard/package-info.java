/**
 * Watches a fine-tune for forgetting, epoch by epoch. Values in, a verdict out; no array, no clock.
 * Start reading at {@link dev.graft.vision.guard.Guard}.
 */
@NullMarked
package dev.graft.vision.guard;

import org.jspecify.annotations.NullMarked;
