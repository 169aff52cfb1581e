/**
 * What could not be taken: finding it, and sending it again. Begin at {@link
 * dev.graft.deploy.rejects.Ruling}.
 */
@NullMarked
package dev.graft.deploy.rejects;

import org.jspecify.annotations.NullMarked;
