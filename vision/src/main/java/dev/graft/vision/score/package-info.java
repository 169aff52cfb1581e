/**
 * How good a head is on labelled embeddings, and which of two is better. Start reading at {@link
 * dev.graft.vision.score.Scores}.
 */
@NullMarked
package dev.graft.vision.score;

import org.jspecify.annotations.NullMarked;
