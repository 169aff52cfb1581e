package dev.graft.deploy.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class OrderlyExitTest {
  @Test
  void theJvmWaitsForWhoeverComputesAndTellsItToStop() throws Exception {
    List<String> order = new CopyOnWriteArrayList<>();
    var begun = new CountDownLatch(1);
    var made = new AtomicReference<OrderlyExit>();
    var worker =
        new Thread(
            () -> {
              try (var exit = OrderlyExit.ofThisThread()) {
                made.set(exit);
                begun.countDown();
                untilInterrupted();
                order.add("interrupted");
                TimeUnit.MILLISECONDS.sleep(200);
                order.add("out of its pass");
              } catch (InterruptedException again) {
                order.add("interrupted twice");
              }
            });
    worker.start();
    assertTrue(begun.await(10, TimeUnit.SECONDS));
    made.get().leave();
    order.add("left");
    assertEquals(List.of("interrupted", "out of its pass", "left"), order);
  }

  private static void untilInterrupted() {
    try {
      TimeUnit.MINUTES.sleep(5);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    assertTrue(Thread.interrupted());
  }
}
