package dev.graft.inference.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Message;
import dev.graft.events.Times;
import dev.graft.inference.evidence.Pairs;
import dev.graft.inference.judge.Event;
import dev.graft.inference.judge.Evidence;
import dev.graft.inference.judge.Trial;
import dev.graft.inference.judge.Version;
import dev.graft.inference.v1.ImageSighting;
import dev.graft.inference.v1.TrialTally;
import dev.graft.serdes.ProtoSerde;
import dev.graft.v1.ExampleChange;
import dev.graft.v1.GuardPolicy;
import dev.graft.v1.LogShadow;
import dev.graft.v1.Predicted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** Whatever order the logs are read in, they say what going through them whole says. */
class EvidenceBookTest {

  private static final Version BASELINE = new Version(1, "one", "space-1", "");
  private static final Version CANDIDATE = new Version(2, "two", "space-2", "");
  private static final Trial TRIAL =
      new Trial(
          CANDIDATE,
          BASELINE,
          Trial.Stage.SHADOW,
          0,
          Logs.BEGAN,
          Logs.BEGAN,
          Logs.BEGAN,
          Evidence.NONE,
          false);
  private static final Slowness SLOWNESS = Slowness.of(GuardPolicy.getDefaultInstance());

  private final KeyValueStore<String, TrialTally> tallies =
      store("tallies", TrialTally.getDefaultInstance());
  private final KeyValueStore<String, ImageSighting> sightings =
      store("sightings", ImageSighting.getDefaultInstance());
  private final EvidenceBook book = new EvidenceBook(tallies, sightings);
  private final Sweep sweep = new Sweep(tallies, sightings);

  @Property(tries = 1000, seed = "20261128")
  void anyOrderGivesTheSameCounts(@ForAll long seed) {
    var random = new Random(seed);
    var logs = Logs.drawn(random);
    long cut = random.nextInt(10);
    long scored = random.nextInt(14);
    var messages = new ArrayList<>(logs.mixed(random));
    messages.add(random.nextInt(messages.size() + 1), shadow(scored));
    book.follow(Logs.TASK, null, 0);
    book.follow(Logs.TASK, TRIAL, cut);
    for (var message : messages) {
      take(message);
      if (random.nextInt(5) == 0) {
        sweep.soon();
        sweep.goOn(Logs.END);
      }
    }
    assertEquals(logs.pairs(Math.max(cut, scored)), observed().live());
    assertEquals(asked(logs), observed().guards().requests());
    empty();
  }

  private static long asked(Logs logs) {
    return logs.predictions().stream()
        .filter(each -> each.getAnswersCount() == 2)
        .filter(each -> !Times.instant(each.getTime()).isBefore(Logs.BEGAN))
        .count();
  }

  @Test
  void theDrawnLogsHavePairsOfEachKind() {
    var all = Pairs.NONE;
    for (var seed = 0; seed < 100; seed++) {
      all = all.plus(Logs.drawn(new Random(seed)).pairs(0));
    }
    assertTrue(all.better() > 10 && all.worse() > 10 && all.same() > 10, all.toString());
  }

  @Test
  void aTrialThatIsOverLeavesNothingBehindButWithdrawnLabels() {
    var logs = Logs.drawn(new Random(1));
    book.follow(Logs.TASK, TRIAL, 0);
    logs.mixed(new Random(1)).forEach(this::take);
    assertTrue(sightings.approximateNumEntries() > 0);
    book.follow(Logs.TASK, null, 0);
    sweep.soon();
    sweep.goOn(Logs.END.plus(Duration.ofHours(2)));
    try (var left = sightings.all()) {
      left.forEachRemaining(
          entry -> assertEquals("", entry.value.getLabel().getClassName(), entry.key));
    }
  }

  @Test
  void anotherTrialBeginsWithNothing() {
    book.follow(Logs.TASK, TRIAL, 0);
    Logs.drawn(new Random(1)).mixed(new Random(1)).forEach(this::take);
    var later =
        new Trial(
            new Version(3, "three", "space-3", ""),
            BASELINE,
            Trial.Stage.SHADOW,
            0,
            Logs.END,
            Logs.END,
            Logs.END,
            Evidence.NONE,
            false);
    assertTrue(book.follow(Logs.TASK, later, 0));
    assertEquals(Evidence.NONE, observed());
  }

  @Test
  void logShadowOfOtherBundlesIsNotTakenIn() {
    book.follow(Logs.TASK, TRIAL, 0);
    var other = shadow(0).toBuilder();
    other.getCandidateBuilder().setBundleDigest("other");
    assertEquals(false, book.scored(other.build(), TRIAL));
    assertEquals(Evidence.NONE, observed());
  }

  private void take(Message message) {
    if (message instanceof Predicted predicted) {
      book.answered(predicted, SLOWNESS);
    } else if (message instanceof ExampleChange change) {
      book.changed(change, Logs.END);
    } else {
      book.scored((LogShadow) message, TRIAL);
    }
  }

  private Evidence observed() {
    return ((Event.Observed) book.observed(Logs.TASK).orElseThrow()).evidence();
  }

  private static LogShadow shadow(long sequence) {
    return LogShadow.newBuilder()
        .setTaskId(Logs.TASK)
        .setCandidate(RolloutStates.ref(CANDIDATE))
        .setBaseline(RolloutStates.ref(BASELINE))
        .setSequence(sequence)
        .build();
  }

  private void empty() {
    for (var store : List.of(tallies, sightings)) {
      var keys = new ArrayList<String>();
      try (var all = store.all()) {
        all.forEachRemaining(entry -> keys.add(entry.key));
      }
      keys.forEach(store::delete);
    }
  }

  private static <V extends Message> KeyValueStore<String, V> store(String name, V prototype) {
    var store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(name), Serdes.String(), ProtoSerde.of(prototype))
            .withLoggingDisabled()
            .withCachingDisabled()
            .build();
    store.init(new MockProcessorContext<Void, Void>().getStateStoreContext(), store);
    return store;
  }
}
