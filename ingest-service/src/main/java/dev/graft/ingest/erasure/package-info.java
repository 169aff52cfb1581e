/**
 * Sees to it that an erasure has the last word. Start at {@link
 * dev.graft.ingest.erasure.ErasureKeeper}.
 */
@NullMarked
package dev.graft.ingest.erasure;

import org.jspecify.annotations.NullMarked;
