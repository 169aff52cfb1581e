/**
 * Everything one version needs to answer, as one atomic thing: packed into a manifest and files
 * that are named by their digests, unpacked with every digest verified, and proved by replaying
 * probes. Start reading at {@link dev.graft.vision.bundle.Bundle}, then {@link
 * dev.graft.vision.bundle.BundleFormat}.
 */
@NullMarked
package dev.graft.vision.bundle;

import org.jspecify.annotations.NullMarked;
