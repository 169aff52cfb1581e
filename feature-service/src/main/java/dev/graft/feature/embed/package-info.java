/**
 * A poll of images becomes embeddings: decoded side by side, embedded in batches, in every space
 * asked for. Start at {@link dev.graft.feature.embed.Embedding}.
 */
@NullMarked
package dev.graft.feature.embed;

import org.jspecify.annotations.NullMarked;
