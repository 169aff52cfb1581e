/**
 * A fine-tune under the guard, and within a time: after an alarm it goes back and begins again more
 * gently. Start reading at {@link dev.graft.vision.guarded.GuardedTune}.
 */
@NullMarked
package dev.graft.vision.guarded;

import org.jspecify.annotations.NullMarked;
