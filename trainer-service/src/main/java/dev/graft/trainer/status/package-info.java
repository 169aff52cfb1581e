/**
 * What the trainer holds, over HTTP: for people and for the checker. Start reading at {@link
 * dev.graft.trainer.status.StatusController}.
 */
@NullMarked
package dev.graft.trainer.status;

import org.jspecify.annotations.NullMarked;
