package dev.graft.feature.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LiveFirstTest {
  @Test
  void letsABackFillGoWhenNothingIsLive() throws Exception {
    new LiveFirst(Duration.ofDays(1)).letLiveGoFirst();
  }

  @Test
  void makesABackFillWaitUntilLiveWorkIsDone() throws Exception {
    var turns = new LiveFirst(Duration.ofDays(1));
    var order = Collections.synchronizedList(new ArrayList<String>());
    var begun = new CountDownLatch(1);
    var finish = new CountDownLatch(1);
    var live =
        CompletableFuture.runAsync(
            () -> {
              try {
                turns.live(
                    () -> {
                      begun.countDown();
                      finish.await();
                      return order.add("live");
                    });
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    begun.await();
    var fill =
        CompletableFuture.runAsync(
            () -> {
              try {
                turns.letLiveGoFirst();
                order.add("fill");
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    finish.countDown();
    CompletableFuture.allOf(live, fill).join();
    assertEquals(List.of("live", "fill"), order);
  }

  @Test
  void makesABackFillWaitNoLongerThanAgreed() throws Exception {
    var turns = new LiveFirst(Duration.ofMillis(1));
    var order = new ArrayList<String>();
    turns.live(
        () -> {
          turns.letLiveGoFirst();
          return order.add("fill");
        });
    assertEquals(List.of("fill"), order);
  }
}
