package dev.graft.vision.pretrain;

import dev.graft.vision.TestData;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.tensors.SafetensorsWriter;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Not run by itself: prints what mini is worth beside the same network with random weights. */
final class MiniReport {
  @Test
  void printsTheTable() throws Exception {
    VisionRuntime.configure(1);
    List<ProbeSet> sets = new ArrayList<>(List.of(ProbeSet.demo(80, 60)));
    sets.addAll(ProbeSet.allIn(TestData.require("images")));
    byte[] random = SafetensorsWriter.bytes(Pretraining.untrained(1));
    System.out.println("| set | train + test | mini | random weights |\n|---|---|---|---|");
    for (ProbeSet set : sets) {
      System.out.printf(
          "| %s | %d + %d | %.3f | %.3f |%n",
          set.name(),
          set.train().size(),
          set.test().size(),
          accuracy(new BackboneSpec("mini", ""), new byte[0], set),
          accuracy(new BackboneSpec("mini", sha256(random)), random, set));
    }
  }

  private static double accuracy(BackboneSpec spec, byte[] weights, ProbeSet set) throws Exception {
    try (Backbone backbone = Backbone.load(spec, digest -> stream(weights), Device.CPU)) {
      return LinearProbe.of(backbone, set).accuracy();
    }
  }

  private static InputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
