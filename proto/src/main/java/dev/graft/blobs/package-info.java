/**
 * Pixels and weights by digest, in an S3 store or in memory. Start at {@link
 * dev.graft.blobs.BlobStore}.
 */
@NullMarked
package dev.graft.blobs;

import org.jspecify.annotations.NullMarked;
