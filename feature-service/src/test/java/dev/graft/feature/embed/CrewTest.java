package dev.graft.feature.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CrewTest {
  private final Crew alone = Crew.of(1);
  private final Crew pair = Crew.of(2);

  @AfterEach
  void close() {
    alone.close();
    pair.close();
  }

  @Test
  void aPassGetsItsPicturesInTheirOrder() {
    var digits = pair.embed(10, i -> i, all -> all).join();
    assertEquals(IntStream.range(0, 10).boxed().toList(), digits);
  }

  @Test
  void oneThreadPreparesAndRunsEveryPassBeforeItTakesTheNextBatch() {
    var prepared = new AtomicInteger();
    var batches =
        IntStream.range(0, 5)
            .mapToObj(
                batch ->
                    alone.embed(4, i -> prepared.incrementAndGet(), all -> List.of(prepared.get())))
            .toList();
    for (int i = 0; i < 5; i++) {
      assertEquals(List.of(4 * (i + 1)), batches.get(i).join());
    }
  }

  @Test
  void neverDoesTheCallersThreadWork() {
    var caller = Thread.currentThread();
    for (int i = 0; i < 1000; i++) {
      var worker = pair.embed(1, picture -> picture, all -> Thread.currentThread()).join();
      assertTrue(worker != caller, "a pass ran on the thread that asked for it");
    }
  }

  @Test
  void onePassRunsWhileAnotherThreadPrepares() throws Exception {
    var both = new CyclicBarrier(2);
    var pass = pair.embed(1, i -> i, all -> met(both));
    var picture = pair.embed(1, i -> met(both), all -> all.get(0));
    assertTrue(pass.get(20, TimeUnit.SECONDS));
    assertTrue(picture.get(20, TimeUnit.SECONDS));
  }

  private static boolean met(CyclicBarrier barrier) {
    try {
      barrier.await(10, TimeUnit.SECONDS);
      return true;
    } catch (Exception alone) {
      throw new IllegalStateException("nobody came", alone);
    }
  }

  @Test
  void aPictureThatFailsFailsItsBatchWithoutAPassAndNoOther() {
    var passed = new CountDownLatch(1);
    var broken =
        alone.embed(
            2,
            i -> {
              throw new IllegalStateException("the store is down");
            },
            all -> {
              passed.countDown();
              return 0;
            });
    var other = alone.embed(1, i -> i, all -> "well");
    var failed = assertThrows(CompletionException.class, broken::join);
    assertInstanceOf(IllegalStateException.class, failed.getCause());
    assertEquals("well", other.join());
    assertEquals(1, passed.getCount());
  }
}
