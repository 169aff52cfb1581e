/**
 * Heads: labelled embeddings in, a classifier out, with its kind, strength and temperature chosen
 * inside the train split. Plain Java on float32 and float64, no native arrays, no gradient tape: a
 * head never waits for a fine-tune. Start reading at {@link dev.graft.vision.head.HeadFit}, then
 * {@link dev.graft.vision.head.Head}; each kind is a {@code Learner}. {@link
 * dev.graft.vision.head.SoftmaxFit} is softmax regression alone.
 */
@NullMarked
package dev.graft.vision.head;

import org.jspecify.annotations.NullMarked;
