/**
 * Every part killed at random moments under load, and the proof that nothing was lost, doubled or
 * learned wrongly. Start at {@link dev.graft.bench.kills.Kills}.
 */
@NullMarked
package dev.graft.bench.kills;

import org.jspecify.annotations.NullMarked;
