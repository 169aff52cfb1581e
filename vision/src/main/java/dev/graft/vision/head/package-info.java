/**
 * Softmax heads: labelled embeddings in, a linear head out, with L2 and temperature chosen inside
 * the train split. Plain Java on float32, no native arrays, no gradient tape: a head never waits
 * for a fine-tune. Start reading at {@link dev.graft.vision.head.SoftmaxFit}.
 */
@NullMarked
package dev.graft.vision.head;

import org.jspecify.annotations.NullMarked;
