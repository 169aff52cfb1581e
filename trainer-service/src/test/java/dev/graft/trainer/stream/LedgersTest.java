package dev.graft.trainer.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.graft.serdes.ProtoSerde;
import dev.graft.trainer.v1.TaskLedger;
import dev.graft.v1.Command;
import dev.graft.v1.TrainCommand;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class LedgersTest {
  private static final Command TRAIN =
      Command.newBuilder()
          .setBy("ada")
          .setWhy("now")
          .setTrain(TrainCommand.getDefaultInstance())
          .build();

  private final KeyValueStore<String, TaskLedger> store = store();

  @Test
  void aCommandToTrainOutlivesTheTrainerThatHeardIt() {
    var ledgers = new Ledgers(store, Rig.wishes());
    var desk = new TaskDesk("pets");
    ledgers.spec(desk, Rig.task("pets", "cat", "dog"), Instant.EPOCH);
    ledgers.command(desk, TRAIN);
    desk.clock = desk.clock.started(); // and then it dies

    var after = new TaskDesk("pets");
    new Ledgers(store, Rig.wishes()).recall(after, store.get("pets"), Instant.EPOCH);
    assertEquals(Optional.of("commanded by ada: now"), after.clock.command());
  }

  @Test
  void aCommandThatCameDuringAFitIsNotAnsweredByIt() {
    var ledgers = new Ledgers(store, Rig.wishes());
    var desk = new TaskDesk("pets");
    ledgers.command(desk, TRAIN);
    desk.clock = desk.clock.started();
    ledgers.command(desk, TRAIN);
    assertEquals(desk.ledger(), Ledgers.answered(desk, desk.ledger()));
    desk.clock = desk.clock.ended().started().ended();
    assertEquals("", Ledgers.answered(desk, desk.ledger()).getCommanded());
  }

  private static KeyValueStore<String, TaskLedger> store() {
    var store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore("ledgers"),
                Serdes.String(),
                ProtoSerde.of(TaskLedger.getDefaultInstance()))
            .withLoggingDisabled()
            .build();
    store.init(new MockProcessorContext<String, String>().getStateStoreContext(), store);
    return store;
  }
}
