package dev.graft.bench.heads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The real benchmark on few examples; where there is no scikit-learn it must say so. */
final class HeadsSmokeTest {
  @Test
  void fitsColdAndWarmBesideScikitLearnOrSaysThatItIsAbsent() {
    String report = run("--python", "/usr/bin/python3");
    assertTrue(report.contains("| Graft, warm | 1 |"), report);
    assertTrue(
        report.contains("| scikit-learn, float32 | 1 |") || report.contains("SKIPPED"), report);
  }

  @Test
  void withoutPythonItSkipsThatSideLoudly() {
    assertTrue(run("--python", "/no/such/python").contains("SKIPPED: no /no/such/python"));
  }

  private static String run(String option, String value) {
    var bytes = new ByteArrayOutputStream();
    var out = System.out;
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      int status =
          new CommandLine(new Heads())
              .execute(
                  option,
                  value,
                  "--examples",
                  "120",
                  "--width",
                  "8",
                  "--classes",
                  "3",
                  "--rounds",
                  "1");
      assertEquals(0, status);
    } finally {
      System.setOut(out);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
