/**
 * The judge on Kafka: which version a task serves, and who says so; {@link
 * dev.graft.inference.rollout.JudgeStreams} runs it. What the judge says is decided in {@link
 * dev.graft.inference.judge.Judge}; {@code JudgeTopology} feeds it and writes down what it says, as
 * messages that {@code RolloutStates} reads and writes; {@code EvidenceBook} joins predictions with
 * labels; {@link dev.graft.inference.rollout.Policies} reads what a task asks for; {@link
 * dev.graft.inference.rollout.Commands} lets a caller ask for a change and learn what became of it.
 */
@NullMarked
package dev.graft.inference.rollout;

import org.jspecify.annotations.NullMarked;
