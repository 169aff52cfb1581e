/**
 * Which version a task serves, and who says so. Start with {@link
 * dev.graft.inference.rollout.Judge}, a plain function; {@link
 * dev.graft.inference.rollout.JudgeTopology} feeds it from Kafka and writes down what it says;
 * {@link dev.graft.inference.rollout.Commands} lets a caller ask for a change and learn what became
 * of it.
 */
@NullMarked
package dev.graft.inference.rollout;

import org.jspecify.annotations.NullMarked;
