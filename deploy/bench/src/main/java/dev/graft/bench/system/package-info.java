/**
 * The system under measurement and the processes beside it. Start at {@link
 * dev.graft.bench.system.BenchSystem}.
 */
@NullMarked
package dev.graft.bench.system;

import org.jspecify.annotations.NullMarked;
