package dev.graft.trainer.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.graft.trainer.v1.TuneLedger;
import dev.graft.trainer.v1.TuneStory;
import dev.graft.v1.RunEvent;
import dev.graft.v1.TuneEnded;
import dev.graft.v1.TuneEpoch;
import dev.graft.v1.TunePlanned;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a ledger keeps of what a fine-tune tells. */
class TuneStoryTest {
  private static final TunePlanned PLANNED =
      TunePlanned.newBuilder().setStrategy("partial").setCut("layer4").build();
  private static final TuneEnded ENDED =
      TuneEnded.newBuilder().setCut("layer4").setTailDigest("aa").build();

  private static final List<RunEvent> WHOLE =
      List.of(planned(PLANNED), epoch(1), epoch(2), ended(ENDED));

  @Test
  void keepsPlanEpochsAndEnd() {
    assertEquals(story(1, 2), told(WHOLE));
  }

  @Test
  void beginsAnewWithTheNextOne() {
    assertEquals(
        TuneStory.newBuilder().setPlanned(PLANNED).addEpochs(bare(1)).build(),
        told(WHOLE, List.of(planned(PLANNED), epoch(1))));
  }

  @Test
  void addsToOneThatGoesOn() {
    TunePlanned again = PLANNED.toBuilder().setResumed(true).build();
    assertEquals(
        TuneStory.newBuilder()
            .setPlanned(again)
            .addEpochs(bare(1))
            .addEpochs(bare(2))
            .setEnded(ENDED)
            .build(),
        told(List.of(planned(PLANNED), epoch(1)), List.of(planned(again), epoch(2), ended(ENDED))));
  }

  @Test
  void oneThatLeavesTheNetworkAloneChangesNothing() {
    TunePlanned features = TunePlanned.newBuilder().setStrategy("features").build();
    TuneEnded alone = TuneEnded.newBuilder().setWhy("the network stays as it is").build();
    assertEquals(story(1, 2), told(WHOLE, List.of(planned(features), ended(alone))));
  }

  @SafeVarargs
  private static TuneStory told(List<RunEvent>... runs) {
    TuneLedger ledger = TuneLedger.getDefaultInstance();
    for (List<RunEvent> run : runs) {
      for (RunEvent event : run) {
        ledger = TuneMemory.told(ledger, event).build();
      }
    }
    return ledger.getStory();
  }

  private static TuneStory story(int... epochs) {
    var story = TuneStory.newBuilder().setPlanned(PLANNED).setEnded(ENDED);
    for (int number : epochs) {
      story.addEpochs(bare(number));
    }
    return story.build();
  }

  private static RunEvent planned(TunePlanned planned) {
    return RunEvent.newBuilder().setTunePlanned(planned).build();
  }

  private static RunEvent ended(TuneEnded ended) {
    return RunEvent.newBuilder().setTuneEnded(ended).build();
  }

  private static RunEvent epoch(int number) {
    return RunEvent.newBuilder()
        .setTuneEpoch(bare(number).toBuilder().setCheckpoint("checkpoint-" + number))
        .build();
  }

  private static TuneEpoch bare(int number) {
    return TuneEpoch.newBuilder().setEpoch(number).setTrainLoss(1.0 / number).build();
  }
}
