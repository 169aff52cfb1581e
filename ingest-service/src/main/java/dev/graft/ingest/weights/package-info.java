/**
 * Weights of backbones come in, hundreds of megabytes each, through a file and never through
 * memory. Start at {@link dev.graft.ingest.weights.WeightsIntake}.
 */
@NullMarked
package dev.graft.ingest.weights;

import org.jspecify.annotations.NullMarked;
