/**
 * The system as a whole: the {@code graft} command and everything it starts. Begin at {@link
 * dev.graft.deploy.Graft}, the list of commands; {@code supervise} runs the processes, {@code home}
 * is the folder they live in, {@code child} is what runs inside the broker's and the store's
 * process, {@code reach} talks to a running system, {@code command} holds one class for each
 * command, and {@code demo} tells the whole story.
 */
@NullMarked
package dev.graft.deploy;

import org.jspecify.annotations.NullMarked;
