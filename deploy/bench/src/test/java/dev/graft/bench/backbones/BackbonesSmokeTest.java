package dev.graft.bench.backbones;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.graft.bench.system.SideProcess;
import dev.graft.deploy.supervise.Installation;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Each arm and each mode once, on the smallest networks. */
final class BackbonesSmokeTest {
  private static final Path PYTHON = Path.of("/usr/bin/python3");
  private static final SideProcess OURS = Backbones.ours("cpu"); // starting it is most of the work

  @AfterAll
  static void end() {
    OURS.close();
  }

  @Test
  void measuresOurPassesAndTheirMemory() {
    OURS.ask("open mini");
    var arm = new Duel(0.01, 1).alone(OURS, 1);
    assertTrue(arm.seconds().median() > 0);
    var levels = OURS.ask("level 10").split(" ");
    assertEquals(levels[1], levels[3]);
    assertTrue(Double.parseDouble(levels[2]) > 0);
    assertEquals("0.00e+00", OURS.ask("off 1"));
    for (var speed : OURS.ask("share 1 1").split(" ")) {
      assertTrue(Double.parseDouble(speed) > 0);
    }
  }

  @Test
  void takesTurnsWithPyTorch() {
    boolean torch = Backbones.hasTorch(PYTHON);
    if (!torch) {
      System.out.println("SKIPPED: " + PYTHON + " has no torch and torchvision to compare with");
    }
    assumeTrue(torch, "no torch");
    var script = Installation.ofThisProcess().root().resolve("deploy/bench/python/eager.py");
    try (var theirs = SideProcess.startProgram(List.of(PYTHON.toString(), script.toString()))) {
      assertTrue(theirs.ask("about").startsWith("torch "));
      OURS.ask("open mobilenet_v3_small");
      assertTrue(Double.parseDouble(theirs.ask("open mobilenet_v3_small")) < 1e-4);
      assertTrue(new Duel(0.01, 1).fight(OURS, theirs, 1).ratio().median() > 0);
    }
  }
}
