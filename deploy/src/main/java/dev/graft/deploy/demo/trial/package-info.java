/**
 * A task whose versions must earn their traffic: a bad one is caught, forced on, and caught again;
 * a good one is promoted. Begin at {@link dev.graft.deploy.demo.trial.TrialScene}.
 */
@NullMarked
package dev.graft.deploy.demo.trial;

import org.jspecify.annotations.NullMarked;
