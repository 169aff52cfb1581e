/**
 * How {@code mini} learns to see: a short training loop of our own over pictures drawn while it
 * runs, and the linear probe that says what that was worth. Start at {@link
 * dev.graft.vision.pretrain.Pretraining}.
 */
@NullMarked
package dev.graft.vision.pretrain;

import org.jspecify.annotations.NullMarked;
