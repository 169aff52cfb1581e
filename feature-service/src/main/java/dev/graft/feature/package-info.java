/**
 * feature-service: images become embeddings. Start at {@link dev.graft.feature.Wiring}, which reads
 * top to bottom as the process.
 */
@NullMarked
package dev.graft.feature;

import org.jspecify.annotations.NullMarked;
