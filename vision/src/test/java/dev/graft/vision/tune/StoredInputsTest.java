package dev.graft.vision.tune;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import dev.graft.vision.augment.Augmentation;
import dev.graft.vision.backbone.VisionRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoredInputsTest {
  private static final Views VIEWS = new Views(true, 1, true, Augmentation.standard());
  private static final List<View> LOOKS =
      List.of(
          new View(new LabelledPicture("0-0", 0), 0),
          new View(new LabelledPicture("0-0", 0), 1),
          new View(new LabelledPicture("1-0", 1), 2));
  private static final int BYTES = 96 * 8 * 8 * 2; // of one picture before layer3, in float16

  @TempDir private Path folder;

  @Test
  void computesEachViewOnceAndAnswersTheSameFromDisk() throws Exception {
    var opened = new AtomicInteger();
    long before = VisionRuntime.aliveArrays();
    try (SplitNetwork split = Tunes.split("layer3", new HeadStart.Fresh(3, 1))) {
      float[] cold = read(stored(split, opened, 1 << 20));
      int openedCold = opened.get();
      float[] warm = read(stored(split, opened, 1 << 20));
      assertEquals(openedCold + 1, opened.get(), "the shape is asked of one picture, no more");
      assertArrayEquals(cold, warm);
      var nowhere = new CutStore(folder.resolve("nowhere"), 0);
      assertArrayEquals(
          cold,
          read(new StoredInputs(live(split, opened), nowhere, "mini, layer3")),
          "no room changes no number");
      float[] exact = read(live(split, new AtomicInteger()));
      for (int i = 0; i < exact.length; i++) {
        assertEquals(exact[i], cold[i], Math.max(1e-6, Math.abs(exact[i]) / 1000), "half: " + i);
      }
    }
    assertEquals(before, VisionRuntime.aliveArrays());
  }

  @Test
  void keepsWithinItsBytesAndLetsGoOfEarlierRunsFirst() throws Exception {
    var first = new CutStore(folder, 100);
    first.put("a", new byte[40]);
    first.put("b", new byte[40]);
    first.put("c", new byte[40]);
    assertTrue(first.get("c", 40).isEmpty(), "full: this run's own are not thrown out");
    var second = new CutStore(folder, 100);
    assertTrue(second.get("b", 40).isPresent());
    second.put("c", new byte[40]);
    assertEquals(80, second.bytes());
    assertTrue(second.get("a", 40).isEmpty(), "not asked for, and from an earlier run");
    assertTrue(second.get("b", 40).isPresent());
    assertTrue(second.get("c", 40).isPresent());
    assertTrue(second.get("c", 41).isEmpty(), "a file of another length is no answer");
  }

  private StoredInputs stored(SplitNetwork split, AtomicInteger opened, long bytes)
      throws IOException {
    return new StoredInputs(live(split, opened), new CutStore(folder, bytes), "mini, layer3");
  }

  private static LiveInputs live(SplitNetwork split, AtomicInteger opened) {
    return new LiveInputs(
        split,
        Tunes.MINI.preprocessing(),
        digest -> {
          opened.incrementAndGet();
          return Tunes.picture(digest);
        },
        VIEWS,
        7);
  }

  private static float[] read(CutInputs inputs) throws IOException {
    try (NDManager scratch = VisionRuntime.manager(dev.graft.vision.backbone.Device.CPU)) {
      float[] values = inputs.read(LOOKS, scratch).toFloatArray();
      assertEquals(LOOKS.size() * BYTES / 2, values.length);
      return values;
    }
  }
}
