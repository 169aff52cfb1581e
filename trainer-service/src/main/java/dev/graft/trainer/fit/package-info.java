/**
 * A fit, on a thread of its own: snapshot in, a bundle in the store and the gate's verdict out.
 * Knows nothing of Kafka. Start reading at {@link dev.graft.trainer.fit.FitJob}.
 */
@NullMarked
package dev.graft.trainer.fit;

import org.jspecify.annotations.NullMarked;
