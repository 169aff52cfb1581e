package dev.graft.inference.rollout;

import com.google.protobuf.Message;
import dev.graft.v1.Command;
import dev.graft.v1.ModelPublished;
import dev.graft.v1.ReplicaState;
import dev.graft.v1.RolloutState;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the judge about each event of a task, and writes down every change. */
final class JudgeProcessor extends ContextualProcessor<String, Message, String, RolloutState> {

  private static final Logger log = LoggerFactory.getLogger(JudgeProcessor.class);

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
    var event = event(record.value());
    if (taskId == null || event.isEmpty()) {
      return;
    }
    var stored = states.get(taskId);
    var before = stored == null ? Judge.empty(taskId) : stored;
    var now = Instant.ofEpochMilli(context().currentSystemTimeMs());
    var after = Judge.next(before, event.get(), now);
    if (after.equals(before)) {
      return;
    }
    states.put(taskId, after);
    context().forward(record.withValue(after).withTimestamp(now.toEpochMilli()));
    context().commit(); // a version waits for this word: do not sit out the commit interval
    log.info(
        "task {}: {} at version {}: {}",
        taskId,
        after.getPhase(),
        after.getStableVersion(),
        after.getWhy());
  }

  private static Optional<JudgeEvent> event(Message message) {
    if (message instanceof ModelPublished model) {
      return Optional.of(
          model.getBundleDigest().isEmpty()
              ? new JudgeEvent.Withdrawn(model.getVersion())
              : new JudgeEvent.Published(model));
    }
    if (message instanceof Command command) {
      return Optional.of(new JudgeEvent.Commanded(command));
    }
    return message instanceof ReplicaState replica
        ? Optional.of(new JudgeEvent.Reported(replica))
        : Optional.empty();
  }
}
