/**
 * When to fit: plain functions of values and an instant, without clocks, threads or Kafka. Start
 * reading at {@link dev.graft.trainer.plan.FitClock}.
 */
@NullMarked
package dev.graft.trainer.plan;

import org.jspecify.annotations.NullMarked;
