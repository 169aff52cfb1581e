package dev.graft.deploy.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.deploy.Failure;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.VisionRuntime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fine-tunes of mini on drawn pictures. */
class TuneLabTest {
  private static final WeightsFile MINI = new WeightsFile("mini", null);

  @TempDir static Path images;
  @TempDir static Path mislabelled;
  @TempDir static Path compared;
  @TempDir Path out;

  private static LabReport report;
  private static long leftBehind;

  @BeforeAll
  static void compare() throws Exception {
    VisionRuntime.configure(1);
    DrawnSet.draw(images, 0);
    DrawnSet.draw(mislabelled, 1);
    long before = VisionRuntime.aliveArrays();
    report = Lab.strategies(MINI, options(images, compared, Duration.ofMinutes(10)));
    leftBehind = VisionRuntime.aliveArrays() - before;
  }

  @Test
  void leavesNoArrayBehind() {
    assertEquals(0, leftBehind);
  }

  @Test
  void everyStrategyHasItsCurvesItsGuardAndItsSettingsAndThePlannerIsAsked() throws Exception {
    assertEquals(
        List.of("features", "discriminative", "gradual", "full", "scratch"),
        report.entries().stream().map(Entry::name).toList());
    assertTrue(report.entries().contains(report.chosen()));
    JsonNode json = new ObjectMapper().readTree(compared.resolve("report.json").toFile());
    assertTrue(json.get("plan").get("reasons").size() > 0, json.get("plan").toString());
    for (JsonNode entry : json.get("entries")) {
      boolean tuned = !entry.get("name").asText().equals("features");
      assertEquals(tuned, entry.has("guard"));
      assertEquals(tuned, entry.get("curves").has("validationLoss"));
      assertTrue(entry.get("settings").has("refitted"), entry.toString());
      assertTrue(entry.get("settings").path("l2").asDouble() > 0, "a head was fitted: " + entry);
      assertTrue(entry.get("inferenceMillis").asDouble() > 0);
    }
    var scratch = report.entries().get(4).curves();
    assertTrue(
        scratch.trainingLoss().get(scratch.at().size() - 1) < scratch.trainingLoss().get(0),
        scratch.toString());
    for (String plot : List.of("accuracy.png", "learning.png", "loss.png")) {
      assertEquals(1000, ImageIO.read(compared.resolve(plot).toFile()).getWidth());
    }
  }

  @Test
  void wrongLabelsInTheTestPartChangeNothingOfWhatIsChosen() throws Exception {
    var wrong = Lab.strategies(MINI, options(mislabelled, out, Duration.ofMinutes(10)));
    assertEquals(report.chosen().name(), wrong.chosen().name());
    assertEquals(
        report.entries().stream().map(Entry::validationLoss).toList(),
        wrong.entries().stream().map(Entry::validationLoss).toList());
    assertTrue(wrong.chosen().testAccuracy() < report.chosen().testAccuracy());
  }

  @Test
  void ratesAreWatchedAndToldInWordsAndNothingIsStopped() throws Exception {
    var rates = Lab.rates(MINI, options(images, out, Duration.ofMinutes(10)));
    assertEquals(
        List.of("1e-2", "1e-3", "1e-4", "1e-5", "1e-6"),
        rates.entries().stream().map(Entry::name).toList());
    for (Entry entry : rates.entries()) {
      assertEquals(6, entry.curves().at().size(), entry.name());
      assertTrue(entry.guard().stream().allMatch(event -> event.action().equals("none")));
      String verdict = String.valueOf(entry.settings().get("verdict"));
      assertTrue(verdict.matches("(forgets|learns|undertrains): .*"), verdict);
    }
    String slowest = String.valueOf(rates.entries().get(4).settings().get("verdict"));
    assertTrue(slowest.startsWith("undertrains"), slowest);
    String fastest = String.valueOf(rates.entries().get(0).settings().get("verdict"));
    assertTrue(fastest.startsWith("forgets"), fastest);
  }

  @Test
  void timeThatIsTooShortIsSaidAndNotExceeded() {
    for (Runnable lab : List.<Runnable>of(() -> briefly(true), () -> briefly(false))) {
      var failure = assertThrows(Failure.class, lab::run);
      assertTrue(failure.getMessage().contains("--minutes"), failure.getMessage());
    }
  }

  private void briefly(boolean strategies) {
    var options = options(images, out, Duration.ofNanos(1));
    try {
      if (strategies) {
        Lab.strategies(MINI, options);
      } else {
        Lab.rates(MINI, options);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static LabOptions options(Path from, Path out, Duration limit) {
    return new LabOptions(
        from, out, 1, Integer.MAX_VALUE, limit, Device.CPU, line -> {}, pictures -> {});
  }
}
