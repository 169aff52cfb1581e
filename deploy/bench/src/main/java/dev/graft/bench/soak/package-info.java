/**
 * Half an hour of mixed load, and whether anything grows. Start at {@link
 * dev.graft.bench.soak.Soak}.
 */
@NullMarked
package dev.graft.bench.soak;

import org.jspecify.annotations.NullMarked;
