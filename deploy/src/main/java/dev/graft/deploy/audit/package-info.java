/**
 * An independent checker: what a task's examples must be, from the logs alone. Shares no code with
 * the services. Start at {@link dev.graft.deploy.audit.Recomputed}.
 */
@NullMarked
package dev.graft.deploy.audit;

import org.jspecify.annotations.NullMarked;
