/**
 * A second door on the same port: the Open Inference Protocol v2, for clients that were not written
 * for Graft. A task is a model, a version is a version. It reads and writes tensors; who answers is
 * {@link dev.graft.inference.predict.Answering}, as for Predict. Start with {@link
 * dev.graft.inference.openinference.OpenInferenceDoor}.
 */
@NullMarked
package dev.graft.inference.openinference;

import org.jspecify.annotations.NullMarked;
