/** What clients notice of versions being swapped. Start at {@link dev.graft.bench.swap.Swap}. */
@NullMarked
package dev.graft.bench.swap;

import org.jspecify.annotations.NullMarked;
