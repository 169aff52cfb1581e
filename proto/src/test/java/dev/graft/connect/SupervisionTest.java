package dev.graft.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SupervisionTest {
  @Test
  void leavesWhenTheSupervisorsPipeEndsAndNotBefore() throws Exception {
    var gone = new CountDownLatch(1);
    var supervisor = new PipedOutputStream();
    Supervision.watch(new PipedInputStream(supervisor), gone::countDown);
    supervisor.write('x');
    assertEquals(1, gone.getCount());
    supervisor.close();
    assertTrue(gone.await(10, TimeUnit.SECONDS));
  }
}
