/**
 * Fits of a head against scikit-learn's, in turn on the same machine. Start at {@link
 * dev.graft.bench.heads.Heads}.
 */
@NullMarked
package dev.graft.bench.heads;

import org.jspecify.annotations.NullMarked;
