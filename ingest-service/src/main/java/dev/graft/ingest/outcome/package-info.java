/**
 * What came of a submission: taken, or refused with a fault and a reason. Start at {@link
 * dev.graft.ingest.outcome.Outcome}.
 */
@NullMarked
package dev.graft.ingest.outcome;

import org.jspecify.annotations.NullMarked;
