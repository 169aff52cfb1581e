/**
 * Trainer-service: labels and embeddings become models. Start reading at {@code Wiring}, which is
 * the process from top to bottom, then at {@link dev.graft.trainer.stream.ExamplesTopology}.
 */
@NullMarked
package dev.graft.trainer;

import org.jspecify.annotations.NullMarked;
