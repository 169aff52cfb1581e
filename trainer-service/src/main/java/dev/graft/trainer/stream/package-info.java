/**
 * The examples topology: facts meet at the image, then at the task. The shells that call the pure
 * rooms (settle, plan, gate) and own what a task is: its examples, their numbers, its versions.
 * Start reading at {@link dev.graft.trainer.stream.ExamplesTopology}.
 */
@NullMarked
package dev.graft.trainer.stream;

import org.jspecify.annotations.NullMarked;
