/**
 * The door for answers. Start with {@link dev.graft.inference.predict.PredictionDoor}; how a
 * request becomes an answer reads top to bottom in {@link dev.graft.inference.predict.Answering}.
 */
@NullMarked
package dev.graft.inference.predict;

import org.jspecify.annotations.NullMarked;
