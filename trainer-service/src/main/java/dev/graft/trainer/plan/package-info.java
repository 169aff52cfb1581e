/**
 * When to fit and when to fine-tune: plain functions of values and an instant, without clocks,
 * threads or Kafka. Start reading at {@link dev.graft.trainer.plan.FitClock}, then {@link
 * dev.graft.trainer.plan.TuneClock}.
 */
@NullMarked
package dev.graft.trainer.plan;

import org.jspecify.annotations.NullMarked;
