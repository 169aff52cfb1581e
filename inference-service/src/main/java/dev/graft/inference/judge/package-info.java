/**
 * How a version earns its traffic. Plain functions of values and a passed-in {@code Instant}; start
 * with {@link dev.graft.inference.judge.Judge}, then {@link dev.graft.inference.judge.TrialRules},
 * which says how far a candidate may go.
 *
 * <pre>
 *                    policy direct: the gate alone decides
 *           ┌──────────────────────────────────────────────────────┐
 *           │                                                      v
 *  published ──> SHADOW ──> CANARY 1 % ──> 10 % ──> 50 % ──> STABLE, watched ──> STABLE
 *     ^   │      scored,    served to a growing share;       the version before    nothing
 *     │   │      never      each step needs its soak and     is still scored       on trial
 *     │   v      served     more evidence than the last
 *  waiting          │              │                             │
 *  (queue, or       └──────────────┴──────────────┬──────────────┘
 *  the latest)                                    v
 *                 ROLLED BACK: worse by the labels, failing or slow, refused by a
 *                 replica, aborted or rolled back by a person; the next one begins
 *
 *  A person can put any known version into canary, at its first share, whatever gate and log
 *  shadow said of it; from there on it is judged like any other.
 *
 *  EMPTY: no version yet.  HELD: a person holds what serves; nothing is widened, promoted or begun
 *  until resumed or promoted. A candidate that turns out worse still goes.
 * </pre>
 *
 * <p>Which version answers a request is {@link dev.graft.inference.judge.Cohort}'s to say.
 */
@NullMarked
package dev.graft.inference.judge;

import org.jspecify.annotations.NullMarked;
