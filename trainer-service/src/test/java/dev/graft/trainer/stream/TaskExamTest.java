package dev.graft.trainer.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.blobs.BlobStores;
import dev.graft.topics.Topics;
import dev.graft.trainer.diagnose.TaskDiagnosis;
import dev.graft.trainer.diagnose.TaskMeasured;
import dev.graft.trainer.examine.ExamRequest;
import dev.graft.trainer.examine.Examined;
import dev.graft.trainer.examine.TaskExam;
import dev.graft.trainer.fit.PictureProbes;
import dev.graft.trainer.fit.Wishes;
import dev.graft.trainer.publish.BundlePublisher;
import dev.graft.trainer.tune.TuneRuns;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.diagnose.Finding;
import dev.graft.vision.diagnose.Measured.Twin;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real pictures and embeddings, some of which are where they should not be. */
class TaskExamTest {
  private static final String TASK = "parts";
  private static final int TRAIN = 12; // of each class
  private static final int VALIDATION = 4;

  private final long alive = VisionRuntime.aliveArrays();
  private final Rig rig = rig();
  private DrawnExamples drawn;

  @BeforeEach
  void label() throws Exception {
    VisionRuntime.configure(1);
    rig.send(Topics.TASKS, TASK, TuneRuns.spec(1));
    drawn = new DrawnExamples(rig, TASK);
    for (int i = 0; i < TRAIN + VALIDATION; i++) {
      for (int label = 0; label < TuneRuns.CLASSES.size(); label++) {
        drawn.example(label, i, i >= TRAIN);
      }
    }
  }

  @AfterEach
  void close() {
    drawn.close();
    rig.close();
    assertEquals(alive, VisionRuntime.aliveArrays());
  }

  @Test
  void findsAPictureThatLeakedUnderAnotherIdAsItIsAndCompressedAnew() throws Exception {
    byte[] copied = DrawnExamples.png(0, 3);
    drawn.example("copy", 0, copied, true, drawn.embedding(copied));
    byte[] jpeg = asJpeg(DrawnExamples.png(1, 4));
    drawn.example("jpeg", 2, jpeg, true, drawn.embedding(jpeg));
    rig.fit();
    TaskMeasured measured = examined(64);
    assertEquals(
        Set.of(
            new Twin("drawn-0-003", "copy", true, true),
            new Twin("drawn-1-004", "jpeg", false, false)),
        Set.copyOf(measured.measured().twins()));
    assertTrue(names(measured).contains("leakage"), () -> "" + TaskDiagnosis.of(measured));
    assertEquals(14, measured.measured().validation().of());
  }

  @Test
  void findsNothingButWhatIsThere() throws Exception {
    rig.fit();
    TaskMeasured measured = examined(30);
    assertEquals(List.of(), measured.measured().twins());
    assertEquals(36, measured.measured().training().of());
    assertEquals(36, measured.measured().outOfFold().of());
    assertEquals(5, measured.measured().preprocessings().size());
    assertEquals(30, measured.embeddings().compared());
    assertEquals(0, measured.embeddings().differing());
    assertEquals(measured.embeddings().expected(), measured.embeddings().space());
    assertTrue(measured.fromPretraining().isPresent());
    assertEquals(List.of(), measured.remarks());
    assertEquals(
        List.of(TRAIN, TRAIN, TRAIN),
        measured.classes().stream().map(TaskMeasured.ClassLook::train).toList());
  }

  @Test
  void findsEmbeddingsThatWereMadeOfOtherPixels() throws Exception {
    for (int i = 0; i < 6; i++) {
      byte[] png = DrawnExamples.png(0, 100 + i);
      drawn.example("odd-" + i, 0, png, false, drawn.embedding(DrawnExamples.png(0, 200 + i)));
    }
    rig.fit();
    TaskMeasured measured = examined(64);
    assertEquals(42, measured.embeddings().compared());
    assertEquals(6, measured.embeddings().differing());
    assertTrue(names(measured).contains("preprocessing"), () -> "" + TaskDiagnosis.of(measured));
  }

  @Test
  void saysWhyItCannotYet() throws Exception {
    assertEquals(
        new Examined.NotNow(
            "no version has been published yet; `graft status` says what the task waits for"),
        exam(64));
  }

  @Test
  void withoutLookingAtPicturesItSaysSo() throws Exception {
    rig.fit();
    TaskMeasured measured = examined(0);
    assertEquals(List.of(), measured.measured().preprocessings());
    assertEquals(List.of("no picture was looked at, as was asked for"), measured.remarks());
  }

  private static Rig rig() {
    var store = BlobStores.inMemory();
    return new Rig(
        store,
        PictureProbes.over(store),
        Wishes.ofVision(),
        Path.of("target/tunes/" + System.nanoTime()));
  }

  private TaskMeasured examined(int pictures) throws Exception {
    return assertInstanceOf(Examined.Done.class, exam(pictures)).measured();
  }

  private Examined exam(int pictures) throws Exception {
    TaskDesk desk = rig.desks.find(TASK).orElseThrow();
    return new TaskExam(rig.store, new BundlePublisher(rig.store), rig.tails, Device.CPU)
        .of(new ExamRequest(TASK, desk.ledger(), desk.examples().snapshot(), pictures));
  }

  private static List<String> names(TaskMeasured measured) {
    return TaskDiagnosis.of(measured).stream()
        .map(Finding::name)
        .sorted(Comparator.naturalOrder())
        .toList();
  }

  private static byte[] asJpeg(byte[] png) throws Exception {
    BufferedImage drawn = ImageIO.read(new ByteArrayInputStream(png));
    var opaque = new BufferedImage(drawn.getWidth(), drawn.getHeight(), BufferedImage.TYPE_INT_RGB);
    opaque.createGraphics().drawImage(drawn, 0, 0, null);
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(opaque, "jpg", bytes);
    return bytes.toByteArray();
  }
}
