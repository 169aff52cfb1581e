/**
 * Talks to a running system, as any client would. Begin at {@link dev.graft.deploy.reach.Doors}.
 */
@NullMarked
package dev.graft.deploy.reach;

import org.jspecify.annotations.NullMarked;
