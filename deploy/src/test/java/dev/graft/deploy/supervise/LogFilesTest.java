package dev.graft.deploy.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.deploy.home.Home;
import java.io.FileOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFilesTest {
  private static final int LARGEST = 1_000;

  @TempDir private Path folder;
  private Home home;
  private LogFiles logs;

  @BeforeEach
  void home() {
    home = new Home(folder).ensured();
    logs = new LogFiles(home, LARGEST);
  }

  @Test
  void leavesASmallLogAlone() throws Exception {
    Files.writeString(home.log("ingest"), "small");
    logs.trim("ingest");
    logs.trim("never-started");
    assertEquals("small", Files.readString(home.log("ingest")));
    assertFalse(Files.exists(home.log("ingest.before")));
  }

  @Test
  void boundsALogThatAProcessGoesOnWriting() throws Exception {
    var line = "x".repeat(99) + "\n";
    try (var child = new FileOutputStream(home.log("ingest").toFile(), true)) { // as a child has it
      for (int i = 0; i < 500; i++) {
        child.write(line.getBytes(StandardCharsets.US_ASCII));
        logs.trim("ingest");
        long both = Files.size(home.log("ingest")) + before();
        assertTrue(both <= 2 * (LARGEST + line.length()), "has " + both);
      }
      child.write("the last\n".getBytes(StandardCharsets.US_ASCII));
    }
    assertTrue(Files.readString(home.log("ingest")).endsWith("the last\n"));
    assertFalse(Files.readString(home.log("ingest")).contains("\0"), "no hole at its beginning");
  }

  private long before() throws Exception {
    var before = home.log("ingest.before");
    return Files.exists(before) ? Files.size(before) : 0;
  }
}
