/**
 * Pictures wait here, boundedly, until a worker embeds them. Start with {@link
 * dev.graft.inference.batch.Embedder}. Knows no gRPC, no Kafka and no versions: what shares a
 * network shares its forward passes.
 */
@NullMarked
package dev.graft.inference.batch;

import org.jspecify.annotations.NullMarked;
