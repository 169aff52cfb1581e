package dev.graft.inference.rollout;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.graft.inference.v1.ImageSighting;
import dev.graft.inference.v1.JudgedTask;
import dev.graft.inference.v1.TrialTally;
import dev.graft.serdes.ProtoSerde;
import dev.graft.v1.RolloutState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * The judge's processor with the guarantees that Kafka gives it, and no more: what it has written
 * holds from a commit on. If it is killed, a new one begins with what its stores' changelogs had
 * then, nothing that it said since was ever heard, and what it had taken since comes again.
 */
final class MortalJudge {
  private static final Map<String, Message> STORES =
      Map.of(
          JudgeTopology.ROLLOUTS, RolloutState.getDefaultInstance(),
          JudgeTopology.TASKS, JudgedTask.getDefaultInstance(),
          JudgeTopology.TALLIES, TrialTally.getDefaultInstance(),
          JudgeTopology.SIGHTINGS, ImageSighting.getDefaultInstance());

  private final Map<String, Map<String, byte[]>> changelogs = new TreeMap<>();
  private final List<RolloutState> committed = new ArrayList<>();
  private final List<Message> taken = new ArrayList<>();
  private MockProcessorContext<String, RolloutState> context = new MockProcessorContext<>();
  private JudgeProcessor judge = new JudgeProcessor();

  MortalJudge() {
    born();
  }

  private void born() {
    context = new MockProcessorContext<>();
    STORES.forEach((name, prototype) -> context.addStateStore(restored(name, prototype)));
    judge = new JudgeProcessor();
    judge.init(context);
  }

  @SuppressWarnings("unchecked") // a prototype's parser gives what the prototype is
  private <V extends Message> KeyValueStore<String, V> restored(String name, V prototype) {
    var store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(name), Serdes.String(), ProtoSerde.of(prototype))
            .withLoggingDisabled()
            .withCachingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    changelogs
        .getOrDefault(name, Map.of())
        .forEach(
            (key, bytes) -> {
              try {
                store.put(key, (V) prototype.getParserForType().parseFrom(bytes));
              } catch (InvalidProtocolBufferException e) {
                throw new AssertionError(e);
              }
            });
    return store;
  }

  void take(Message message, Instant now) {
    taken.add(message);
    context.setCurrentSystemTimeMs(now.toEpochMilli());
    judge.process(new Record<>(Drawn.TASK, message, now.toEpochMilli()));
  }

  /** Time has passed: whatever it has scheduled is due. */
  void look(Instant now) {
    context.setCurrentSystemTimeMs(now.toEpochMilli());
    for (var each : List.copyOf(context.scheduledPunctuators())) {
      if (!each.cancelled()) {
        each.getPunctuator().punctuate(now.toEpochMilli());
      }
    }
  }

  void commit() {
    committed.addAll(said());
    context.resetForwards();
    taken.clear();
    STORES.keySet().forEach(name -> changelogs.put(name, contents(name)));
  }

  private Map<String, byte[]> contents(String name) {
    KeyValueStore<String, Message> store = context.getStateStore(name);
    var contents = new TreeMap<String, byte[]>();
    try (var all = store.all()) {
      all.forEachRemaining(entry -> contents.put(entry.key, entry.value.toByteArray()));
    }
    return contents;
  }

  /** Returns what was taken since the last commit; whoever killed it hands it over again. */
  List<Message> kill() {
    var again = List.copyOf(taken);
    taken.clear();
    born();
    return again;
  }

  private List<RolloutState> said() {
    return context.forwarded().stream().map(each -> (RolloutState) each.record().value()).toList();
  }

  /** What anybody will have heard if it commits now. */
  List<RolloutState> told() {
    var told = new ArrayList<>(committed);
    told.addAll(said());
    return told;
  }
}
