package dev.graft.deploy.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.deploy.Failure;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.VisionRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With mini on pictures that are drawn here: three classes, 10 + 5 of each. */
class LabTest {
  private static final WeightsFile MINI = new WeightsFile("mini", null);

  @TempDir static Path images;
  @TempDir Path out;

  @BeforeAll
  static void draw() throws IOException {
    VisionRuntime.configure(1);
    DrawnSet.draw(images, 0);
  }

  @Test
  void layersComparesTheStagesAndTheHeldBackPicturesChoose() throws Exception {
    var report = Lab.layers(MINI, options(Integer.MAX_VALUE, Duration.ofMinutes(5)));
    var names = report.entries().stream().map(Entry::name).toList();
    assertEquals(MINI.architecture().network(0).stageNames(), names);
    var best = report.entries().stream().mapToDouble(Entry::validationAccuracy).max();
    assertEquals(best.orElseThrow(), report.chosen().validationAccuracy());
    var json = json();
    assertEquals("layers", json.get("lab").asText());
    assertEquals(names.size(), json.get("entries").size());
    for (JsonNode entry : json.get("entries")) {
      assertEquals(
          List.of(
              "name",
              "testAccuracy",
              "validationAccuracy",
              "validationLoss",
              "seconds",
              "inferenceMillis",
              "curves",
              "settings"),
          fields(entry));
      assertEquals(4, entry.get("curves").get("training").size());
      assertEquals(4, entry.get("curves").get("validation").size());
      assertTrue(entry.get("inferenceMillis").asDouble() > 0);
    }
    assertEquals(report.chosen().name(), json.get("chosen").get("name").asText());
    for (String plot : List.of("accuracy.png", "curves.png")) {
      assertEquals(1000, ImageIO.read(out.resolve(plot).toFile()).getWidth());
    }
  }

  @Test
  void theSameSeedGivesTheSameNumbersAndAnotherHoldsBackOthers() throws Exception {
    var one = Lab.examples(MINI, options(6, Duration.ofMinutes(5)));
    var again = Lab.examples(MINI, options(6, Duration.ofMinutes(5)));
    assertEquals(
        one.entries().stream().map(Entry::curves).toList(),
        again.entries().stream().map(Entry::curves).toList());
    assertEquals(
        List.of("1 a class", "2 a class", "all (15)"),
        one.entries().stream().map(Entry::name).toList());
    assertTrue(!LabSet.read(images, 6, 1).pictures().equals(LabSet.read(images, 6, 2).pictures()));
  }

  @Test
  void backbonesMeasuresEachNetwork() throws Exception {
    var report = Lab.backbones(List.of(MINI), options(Integer.MAX_VALUE, Duration.ofMinutes(5)));
    assertEquals(List.of("mini"), report.entries().stream().map(Entry::name).toList());
    assertTrue(report.chosen().inferenceMillis() > 0);
    assertTrue(Files.exists(out.resolve("speed.png")));
  }

  @Test
  void aFifthIsHeldBackAndTheTestPartStaysWhole() {
    var set = LabSet.read(images, 5, 1);
    assertEquals(12, count(set, LabPicture.Part.FIT));
    assertEquals(3, count(set, LabPicture.Part.VALIDATION));
    assertEquals(15, count(set, LabPicture.Part.TEST));
  }

  @Test
  void timeThatIsTooShortIsSaidAndNotExceeded() {
    var failure =
        assertThrows(
            Failure.class, () -> Lab.layers(MINI, options(Integer.MAX_VALUE, Duration.ofNanos(1))));
    assertTrue(failure.getMessage().contains("--minutes"), failure.getMessage());
  }

  @Test
  void leavesNoArrayBehind() throws Exception {
    long before = VisionRuntime.aliveArrays();
    Lab.backbones(List.of(MINI), options(4, Duration.ofMinutes(5)));
    assertEquals(before, VisionRuntime.aliveArrays());
  }

  private static long count(LabSet set, LabPicture.Part part) {
    return set.pictures().stream().filter(picture -> picture.part() == part).count();
  }

  private LabOptions options(int perClass, Duration limit) {
    return new LabOptions(images, out, 1, perClass, limit, Device.CPU, line -> {}, pictures -> {});
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out.resolve("report.json").toFile());
  }

  private static List<String> fields(JsonNode node) {
    var names = new ArrayList<String>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
