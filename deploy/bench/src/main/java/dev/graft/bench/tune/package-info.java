/**
 * A step of fine-tuning: from kept activations, with the trunk computed anew, and PyTorch's beside
 * both. Start at {@link dev.graft.bench.tune.Tune}.
 */
@NullMarked
package dev.graft.bench.tune;

import org.jspecify.annotations.NullMarked;
