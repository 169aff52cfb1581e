package dev.graft.connect;

import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notices the death of a supervisor, however sudden: its end of our standard input closes. */
final class Supervision {
  private static final Logger log = LoggerFactory.getLogger(Supervision.class);

  private Supervision() {}

  static void watch(InputStream fromSupervisor, Runnable whenGone) {
    var watcher = new Thread(() -> run(fromSupervisor, whenGone), "graft-supervision");
    watcher.setDaemon(true);
    watcher.start();
  }

  private static void run(InputStream fromSupervisor, Runnable whenGone) {
    try {
      while (fromSupervisor.read() >= 0) {
        continue; // whatever it says
      }
    } catch (IOException e) {
      log.debug("standard input broke", e);
    }
    log.info("the supervisor is gone, leaving");
    whenGone.run();
  }
}
