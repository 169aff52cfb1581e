package dev.graft.deploy.endtoend;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.graft.deploy.home.Home;
import dev.graft.deploy.home.RunFile;
import dev.graft.vision.draw.DemoPictures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** One story: up, a second up, a killed supervisor, up again with what was kept, down. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UpAndDownTest {
  private static final Home HOME = TestHomes.fresh("updown");
  private static final String FOLDER = HOME.folder().toString();

  @AfterAll
  static void nothingStays() {
    RunFile.read(HOME).flatMap(run -> run.supervisor().alive()).ifPresent(ProcessHandle::destroy);
  }

  @Test
  @Order(1)
  void refusesAPortThatIsTakenAndSaysHowToChangeIt() throws Exception {
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = String.valueOf(other.getLocalPort());
      var result = Cli.graft("up", "--home", FOLDER, "--free-ports", "--port", "kafka=" + port);
      assertEquals(1, result.exitCode());
      assertTrue(result.out().contains("port " + port + " (kafka) is taken"), result.out());
      assertTrue(result.out().contains("--port kafka=NUMBER"), result.out());
    }
  }

  @Test
  @Order(2)
  void comesUpAndSaysSo() throws Exception {
    var up = Cli.graft("up", "--detach", "--free-ports", "--home", FOLDER);
    assertEquals(0, up.exitCode(), up.out());
    var status = Cli.graft("status", "--json", "--home", FOLDER);
    assertEquals(0, status.exitCode(), status.out());
    var json = new ObjectMapper().readTree(status.out());
    assertTrue(json.path("ready").asBoolean());
    assertEquals(6, json.path("parts").size());
  }

  @Test
  @Order(3)
  void refusesASecondUpInTheSameHome() throws Exception {
    var second = Cli.graft("up", "--free-ports", "--home", FOLDER);
    assertEquals(1, second.exitCode());
    assertTrue(second.out().contains("already up"), second.out());
  }

  @Test
  @Order(4)
  void takesATaskThatCanBeAndSaysWhyAnotherCannot() throws Exception {
    var create = List.of("task", "create", "kept", "--classes", "a,b", "--home", FOLDER);
    var refused = Cli.here(with(create, "--tap", "leaf"));
    assertEquals(1, refused.exitCode(), refused.out());
    assertTrue(refused.out().contains("no stage \"leaf\": there are stem, layer1,"), refused.out());
    var created =
        Cli.here(with(create, "--size", "96", "--gray", "--tap", "layer2", "--tap", "embedding"));
    assertEquals(0, created.exitCode(), created.out());
  }

  private static String[] with(List<String> command, String... more) {
    return Stream.concat(command.stream(), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  @Order(5)
  void importsAFolderAsOneStreamAndPredictsItAsAnother() throws Exception {
    var folder = pictures();
    var picture = folder.resolve("a/0.png").toString();
    var first = Cli.graft("import", folder.toString(), "--home", FOLDER);
    assertEquals(1, first.exitCode(), first.out());
    var said = "40 new images, 0 known already, 40 labels, 1 refused";
    assertTrue(first.out().contains(said), first.out());
    assertTrue(first.out().contains("broken.png: "), first.out());
    var again = Cli.here("import", folder.toString(), "--json", "--home", FOLDER);
    assertEquals(40, new ObjectMapper().readTree(again.out()).path("alreadyKnown").asInt());
    await("a first version")
        .atMost(Duration.ofSeconds(60))
        .until(() -> Cli.here("predict", picture, "--home", FOLDER).exitCode() == 0);
    var predicted = Cli.graft("predict", folder.toString(), "--json", "--home", FOLDER);
    assertEquals(1, predicted.exitCode(), predicted.out());
    var lines = predicted.out().lines().filter(line -> line.startsWith("{")).toList();
    assertEquals(41, lines.size(), predicted.out());
    assertEquals(40, lines.stream().filter(line -> line.contains("receipt")).count());
    var embedded = Cli.here("embed", picture, "--home", FOLDER);
    assertEquals(0, embedded.exitCode(), embedded.out());
    var vector = new ObjectMapper().readTree(embedded.out()).path("vector");
    assertEquals(96 + 192, vector.size(), "layer2 and the usual embedding: " + embedded.out());
    var heat = HOME.folder().resolveSibling("heat.png").toString();
    var inspected = Cli.here("inspect", "gradcam", picture, "--out", heat, "--home", FOLDER);
    assertEquals(1, inspected.exitCode(), inspected.out());
    assertTrue(inspected.out().contains("made of layer2"), inspected.out());
    looksIntoAnAnswerFromTheUsualEmbedding(folder, picture, heat);
  }

  /** Another task on the same pictures, whose first version is looked into. */
  private static void looksIntoAnAnswerFromTheUsualEmbedding(
      Path folder, String picture, String heat) throws Exception {
    assertEquals(
        0, Cli.here("task", "create", "usual", "--classes", "a,b", "--home", FOLDER).exitCode());
    Cli.here("import", folder.toString(), "--task", "usual", "--json", "--home", FOLDER);
    await("a version of it")
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                Cli.here("predict", picture, "--task", "usual", "--home", FOLDER).exitCode() == 0);
    var inspected =
        Cli.here("inspect", "gradcam", picture, "--task", "usual", "--out", heat, "--home", FOLDER);
    assertEquals(0, inspected.exitCode(), inspected.out());
    assertTrue(inspected.out().contains("stage layer3, map 4x4"), inspected.out());
    assertEquals(64, ImageIO.read(Path.of(heat).toFile()).getWidth());
    assertEquals(0, Cli.here("task", "delete", "usual", "--home", FOLDER).exitCode());
  }

  /** Of two classes, and one file among them that is no picture. */
  private static Path pictures() throws IOException {
    var folder = HOME.folder().resolveSibling("pictures-to-import");
    for (int which = 0; which < 2; which++) {
      var of = Files.createDirectories(folder.resolve(which == 0 ? "a" : "b"));
      var drawn = DemoPictures.classes().get(which);
      for (int i = 0; i < 20; i++) {
        Files.write(of.resolve(i + ".png"), DemoPictures.png(drawn, i));
      }
    }
    Files.writeString(folder.resolve("a/broken.png"), "no picture");
    return folder;
  }

  @Test
  @Order(6)
  void saysWhatIsServedAndWhereAnAnswerCameFromAndTakesOrders() throws Exception {
    var picture = HOME.folder().resolveSibling("pictures-to-import").resolve("b/1.png").toString();
    said("rollout", "kept").contains("task kept: stable, version ", "replica     ");
    var predicted = new ObjectMapper().readTree(said("predict", picture, "--json").text());
    var version = predicted.path("version").asText();
    said("why", predicted.path("receipt").asText())
        .contains(
            "answered    " + predicted.path("class").asText() + " by version " + version,
            "recorded    graft.predictions/",
            "the last one at graft.examples/",
            "then        stable, version " + version + " serves; revision ",
            "to check    graft replay " + version + " --task kept");
    said("replay", version, "--task", "kept").contains("same     head ", "rebuilt and published");
    said("pause", "kept", "--by", "ann", "--why", "audit")
        .contains("version " + version + " is held, until `graft resume` or `graft promote`");
    var aborted = Cli.here("abort", "kept", "--home", FOLDER);
    assertEquals(1, aborted.exitCode(), aborted.out());
    assertTrue(aborted.out().contains("no candidate is on trial"), aborted.out());
    said("resume", "kept").contains("goes on: version " + version + " serves");
    said("rollout", "history", "kept", "--limit", "50")
        .contains(": resumed", "refused a command: ", "by ann: paused at version " + version);
  }

  /** What a command that went well has printed. */
  private record Said(String text) {
    void contains(String... parts) {
      for (var part : parts) {
        assertTrue(text.contains(part), () -> part + " is not in:\n" + text);
      }
    }
  }

  private static Said said(String... arguments) throws Exception {
    var result = Cli.here(with(List.of(arguments), "--home", FOLDER));
    assertEquals(0, result.exitCode(), result.out());
    return new Said(result.out());
  }

  /** Numbers are left out: which picture is in which split hangs on how the JDK compresses PNGs. */
  @Test
  @Order(7)
  void explainsWhyValidationIsWorseThanTraining() throws Exception {
    var diagnosis = said("diagnose", "kept").text();
    var lines = diagnosis.replaceAll("[0-9]+([.][0-9]+)?", "#").lines().toList();
    assertEquals(
        List.of(
            "task kept, version #",
            "  what it learned from  # of # right, log-loss #",
            "  the same, held out    # of # right, log-loss #",
            "  validation            # of # right, log-loss #",
            "  examples              a # (validation #), b # (validation #)"),
        lines.subList(0, 5),
        diagnosis);
    assertTrue(lines.get(6).startsWith("nothing: training "), diagnosis);
    var why = "that takes the usual embedding of one square of three channels"; // it has taps
    assertTrue(diagnosis.contains("(no picture was looked at: " + why + ")"), diagnosis);
    var json = new ObjectMapper().readTree(said("diagnose", "kept", "--json").text());
    assertEquals("kept", json.path("task").asText());
    assertFalse(json.path("findings").isEmpty(), json::toString);
    var unknown = Cli.here("diagnose", "nobody", "--home", FOLDER);
    assertEquals(1, unknown.exitCode(), unknown.out());
  }

  @Test
  @Order(8)
  void losesItsChildrenWhenTheSupervisorIsKilled() {
    var run = RunFile.read(HOME).orElseThrow();
    run.supervisor().alive().orElseThrow().destroyForcibly();
    await("children of a killed supervisor end by themselves")
        .atMost(Duration.ofSeconds(90))
        .until(() -> alive(run).isEmpty());
  }

  @Test
  @Order(9)
  void comesUpAgainWithWhatItKept() throws Exception {
    var up = Cli.graft("up", "-d", "--free-ports", "--home", FOLDER);
    assertEquals(0, up.exitCode(), up.out());
    var tasks = Cli.here("task", "list", "--home", FOLDER);
    assertTrue(tasks.out().contains("kept"), tasks.out());
  }

  @Test
  @Order(10)
  void goesDownCleanly() throws Exception {
    var run = RunFile.read(HOME).orElseThrow();
    var down = Cli.graft("down", "--home", FOLDER);
    assertEquals(0, down.exitCode(), down.out());
    assertEquals(List.of(), alive(run));
    var status = Cli.here("status", "--home", FOLDER);
    assertEquals(1, status.exitCode());
    assertFalse(status.out().isBlank());
  }

  private static List<String> alive(RunFile run) {
    return run.children().entrySet().stream()
        .filter(
            child ->
                ProcessHandle.of(child.getValue().pid()).map(ProcessHandle::isAlive).orElse(false))
        .map(java.util.Map.Entry::getKey)
        .toList();
  }
}
