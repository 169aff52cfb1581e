/**
 * Whether a fitted head may become a version: a plain function of counts. Start reading at {@link
 * dev.graft.trainer.gate.Gate}.
 */
@NullMarked
package dev.graft.trainer.gate;

import org.jspecify.annotations.NullMarked;
