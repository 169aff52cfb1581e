/**
 * Answers under load: closed and open loops from a process of its own. Start at {@link
 * dev.graft.bench.predict.Predictions}.
 */
@NullMarked
package dev.graft.bench.predict;

import org.jspecify.annotations.NullMarked;
