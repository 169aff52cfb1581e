package dev.graft.deploy.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of a child: start, leave a mark when ready, stay until asked to stop or until the
 * supervisor's end of standard input closes, stop, exit.
 *
 * @param ready the file that is the mark
 */
record ChildLife(int port, Path data, Path ready) {
  private static final Logger log = LoggerFactory.getLogger(ChildLife.class);

  static ChildLife ofSystemProperties() {
    return new ChildLife(
        Integer.getInteger("graft.port", 0),
        Path.of(System.getProperty("graft.data", "")),
        Path.of(System.getProperty("graft.ready", "")));
  }

  void run(Callable<? extends AutoCloseable> start) {
    try {
      Files.createDirectories(data);
      var server = start.call();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "stop"));
      Files.writeString(ready, String.valueOf(ProcessHandle.current().pid()));
      log.info("graft ready: port={}", port);
      awaitSupervisorsEnd();
      System.exit(0);
    } catch (Exception e) {
      log.error("can't run", e);
      System.exit(1);
    }
  }

  /** Nothing is ever written to our standard input; it ends when the supervisor is gone. */
  private static void awaitSupervisorsEnd() throws IOException {
    while (System.in.read() >= 0) {
      continue;
    }
    log.info("the supervisor is gone");
  }

  private static void stop(AutoCloseable server) {
    try {
      server.close();
      log.info("stopped");
    } catch (Exception e) {
      log.error("did not stop well", e);
    }
  }
}
