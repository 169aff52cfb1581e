/** What is measured, one command each. Start at {@link dev.graft.bench.Bench}. */
@NullMarked
package dev.graft.bench;

import org.jspecify.annotations.NullMarked;
