/**
 * Starts the processes, restarts those that die, stops them in order. Begin at {@link
 * dev.graft.deploy.supervise.Supervisor}.
 */
@NullMarked
package dev.graft.deploy.supervise;

import org.jspecify.annotations.NullMarked;
