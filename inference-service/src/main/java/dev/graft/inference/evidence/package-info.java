/**
 * What pairs of answers say of a candidate: counts in, evidence out. Start with {@link
 * dev.graft.inference.evidence.SequentialTest}; the arithmetic and its proof are in {@code Bets}.
 * Which image makes a pair, and what of, is {@link dev.graft.inference.evidence.Sighting}'s to say.
 * Knows nothing of versions, clocks or Kafka.
 */
@NullMarked
package dev.graft.inference.evidence;

import org.jspecify.annotations.NullMarked;
