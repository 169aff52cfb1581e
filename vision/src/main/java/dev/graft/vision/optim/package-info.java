/**
 * Steps down gradients: SGD and AdamW as PyTorch computes them, over named parameters with a rate
 * each, with state that is saved and restored by parameter name; and the schedules that their rates
 * follow. Start at {@link dev.graft.vision.optim.Optimizer} and {@link
 * dev.graft.vision.optim.Schedule}.
 */
@NullMarked
package dev.graft.vision.optim;

import org.jspecify.annotations.NullMarked;
