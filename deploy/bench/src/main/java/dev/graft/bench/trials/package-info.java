/**
 * The judge, a replica or the broker killed in every phase of a trial, and a checker that
 * recomputes states and evidence from the logs. Start at {@link dev.graft.bench.trials.Trials}; the
 * checker is {@code Check}, and shares no code with the judge.
 */
@NullMarked
package dev.graft.bench.trials;

import org.jspecify.annotations.NullMarked;
