/**
 * Rebuilds published versions from what they say of themselves: the examples of their manifest from
 * graft.examples, the vectors from graft.embeddings, both heads by the very code of a fit. Start
 * reading at {@link dev.graft.trainer.replay.Replay}.
 */
@NullMarked
package dev.graft.trainer.replay;

import org.jspecify.annotations.NullMarked;
