/**
 * From what was measured of a task to a plan of how to learn it, with the reasons. Values in,
 * values out. Start reading at {@link dev.graft.vision.strategy.Planner}.
 */
@NullMarked
package dev.graft.vision.strategy;

import org.jspecify.annotations.NullMarked;
