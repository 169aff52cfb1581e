/**
 * What is left of an answer: a line on graft.predictions, and the picture on graft.inbox so that it
 * can be labelled. Neither ever delays an answer; what cannot be taken is dropped and counted.
 * Start with {@link dev.graft.inference.record.Recorder}.
 */
@NullMarked
package dev.graft.inference.record;

import org.jspecify.annotations.NullMarked;
