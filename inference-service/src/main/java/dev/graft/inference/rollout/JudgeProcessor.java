package dev.graft.inference.rollout;

import com.google.protobuf.Message;
import dev.graft.inference.judge.Event;
import dev.graft.inference.judge.Judge;
import dev.graft.inference.judge.Policy;
import dev.graft.inference.judge.Rollout;
import dev.graft.v1.RolloutState;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the judge about each event of a task, and writes down every change. */
final class JudgeProcessor extends ContextualProcessor<String, Message, String, RolloutState> {

  private static final Logger log = LoggerFactory.getLogger(JudgeProcessor.class);

  private static final Event TICK = new Event.Ticked();

  /** All versions serve at once, for replicas do not score and serve candidates yet. */
  static final Policy POLICY = Policy.DEFAULT.direct();

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
  private KeyValueStore<String, RolloutState> states;

  @Override
  public void init(ProcessorContext<String, RolloutState> context) {
    super.init(context);
    states = context.getStateStore(JudgeTopology.STORE);
  }

  @Override
  public void process(Record<String, Message> record) {
    var taskId = record.key();
    var event = Events.of(record.value());
    if (taskId == null || event.isEmpty()) {
      return;
    }
    var stored = states.get(taskId);
    var before = stored == null ? Rollout.EMPTY : RolloutStates.read(stored);
    var now = Instant.ofEpochMilli(context().currentSystemTimeMs());
    var after = Judge.next(before, event.get(), POLICY, now);
    if (after == before) {
      return;
    }
    for (var next = after; next != before; next = Judge.next(before, TICK, POLICY, now)) {
      say(record, RolloutStates.write(taskId, next), now);
      before = next;
    }
    context().commit(); // a version waits for this word: do not sit out the commit interval
  }

  /** Every change is said, also those that follow each other at once. */
  private void say(Record<String, Message> record, RolloutState state, Instant now) {
    states.put(state.getTaskId(), state);
    context().forward(record.withValue(state).withTimestamp(now.toEpochMilli()));
    log.info(
        "task {}: {} at version {}: {}",
        state.getTaskId(),
        state.getPhase(),
        state.getStableVersion(),
        state.getWhy());
  }
}
