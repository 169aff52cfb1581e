/**
 * What is true of an image, whatever order its facts came in. Pure: a state and an event give a
 * state, and a state gives the settled label of a task. Nothing here knows Kafka. Start reading at
 * {@link dev.graft.trainer.settle.ImageFacts}.
 */
@NullMarked
package dev.graft.trainer.settle;

import org.jspecify.annotations.NullMarked;
