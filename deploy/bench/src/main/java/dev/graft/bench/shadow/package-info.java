/**
 * What callers notice of a version that is scored beside the one that answers. Start at {@link
 * dev.graft.bench.shadow.ShadowScoring}.
 */
@NullMarked
package dev.graft.bench.shadow;

import org.jspecify.annotations.NullMarked;
