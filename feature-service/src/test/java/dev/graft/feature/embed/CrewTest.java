package dev.graft.feature.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;
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
    var images = IntStream.range(0, 100).boxed().toList();
    var tenfold = pair.embed(images, i -> 10 * i, (i, fetched) -> i + fetched, all -> all);
    assertEquals(images.stream().map(i -> 11 * i).toList(), tenfold.join());
  }

  @Test
  void oneWorkerRunsThePassBeforeItTakesTheNextBatch() {
    var prepared = new AtomicInteger();
    var batches =
        IntStream.range(0, 5)
            .mapToObj(
                batch -> embed(alone, 4, i -> prepared.incrementAndGet(), all -> prepared.get()))
            .toList();
    for (int i = 0; i < 5; i++) {
      assertEquals(4 * (i + 1), batches.get(i).join());
    }
  }

  @Test
  void neverDoesTheCallersThreadWork() {
    var caller = Thread.currentThread();
    for (int i = 0; i < 1000; i++) {
      var worker = embed(pair, 1, picture -> picture, all -> Thread.currentThread()).join();
      assertNotSame(caller, worker);
    }
  }

  @Test
  void onePassRunsWhileAnotherWorkerPrepares() throws Exception {
    var both = new CyclicBarrier(2);
    var pass = embed(pair, 1, i -> i, all -> met(both));
    var picture = embed(pair, 1, i -> met(both), all -> all.get(0));
    assertTrue(pass.get(20, TimeUnit.SECONDS));
    assertTrue(picture.get(20, TimeUnit.SECONDS));
  }

  @Test
  void onlyAFewPicturesAreFetchedBeforeTheyAreWanted() throws Exception {
    var fetched = new AtomicInteger();
    var held = new CountDownLatch(1);
    var done =
        alone.embed(
            IntStream.range(0, 100).boxed().toList(),
            i -> fetched.incrementAndGet(),
            (i, number) -> {
              met(held);
              return i;
            },
            List::size);
    var second = embed(alone, 100, i -> i, List::size);
    Thread.sleep(200);
    assertTrue(fetched.get() <= 6, fetched + " were fetched for the first that is held");
    held.countDown();
    assertEquals(100, done.join());
    assertEquals(100, second.join());
  }

  @Test
  void whatCannotBeFetchedFailsItsBatchWithoutAPassAndNoOther() {
    var passed = new CountDownLatch(1);
    var broken =
        alone.embed(
            List.of(1, 2),
            i -> {
              throw new IllegalStateException("the store is down");
            },
            (i, fetched) -> i,
            all -> {
              passed.countDown();
              return 0;
            });
    var other = embed(alone, 1, i -> i, all -> "well");
    var failed = assertThrows(CompletionException.class, broken::join);
    assertInstanceOf(IllegalStateException.class, failed.getCause());
    assertEquals("well", other.join());
    assertEquals(1, passed.getCount());
  }

  private static <P, R> CompletableFuture<R> embed(
      Crew crew, int count, IntFunction<P> prepare, Function<List<P>, R> pass) {
    var images = IntStream.range(0, count).boxed().toList();
    return crew.embed(images, i -> i, (i, fetched) -> prepare.apply(fetched), pass);
  }

  private static boolean met(CyclicBarrier barrier) {
    try {
      barrier.await(10, TimeUnit.SECONDS);
      return true;
    } catch (InterruptedException | BrokenBarrierException | TimeoutException nobody) {
      throw new IllegalStateException("nobody came", nobody);
    }
  }

  private static void met(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException closing) {
      throw new IllegalStateException(closing);
    }
  }
}
