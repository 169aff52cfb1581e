/**
 * What the same machine does without any system around: decode, preprocess, forward. Start at
 * {@link dev.graft.bench.bare.BareLoop}.
 */
@NullMarked
package dev.graft.bench.bare;

import org.jspecify.annotations.NullMarked;
