/**
 * Images per second from the inbox to the embeddings, against the bare loop. Start at {@link
 * dev.graft.bench.pipeline.Pipeline}.
 */
@NullMarked
package dev.graft.bench.pipeline;

import org.jspecify.annotations.NullMarked;
