package dev.graft.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class HelpTest {
  @Test
  void theScriptPrintsWhatTheProgramWouldPrint() throws IOException {
    var printed = new ByteArrayOutputStream();
    Graft.commandLine().usage(new PrintStream(printed, true, StandardCharsets.UTF_8), Ansi.OFF);
    try (var file = Graft.class.getResourceAsStream("help.txt")) {
      assertEquals(
          printed.toString(StandardCharsets.UTF_8),
          new String(file.readAllBytes(), StandardCharsets.UTF_8),
          "run the program without arguments and put what it prints into help.txt");
    }
  }

  @Test
  void everyCommandExplainsItself() {
    for (var name : Graft.commandLine().getSubcommands().keySet()) {
      assertEquals(0, Graft.commandLine().setOut(silence()).execute(name, "--help"), name);
    }
  }

  @Test
  void wrongUsageIsExitCodeTwo() {
    assertEquals(2, Graft.commandLine().setErr(silence()).execute("predict"));
    assertEquals(2, Graft.commandLine().setErr(silence()).execute("no-such-command"));
  }

  private static PrintWriter silence() {
    return new PrintWriter(new StringWriter());
  }
}
