package dev.graft.trainer.tune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.blobs.BlobStore;
import dev.graft.blobs.BlobStores;
import dev.graft.blobs.StoreUnavailableException;
import dev.graft.embedded.TestBed;
import dev.graft.topics.Keys;
import dev.graft.v1.RunEvent;
import dev.graft.v1.TaskSpec;
import dev.graft.v1.TunePolicy;
import dev.graft.vision.backbone.Tail;
import dev.graft.vision.backbone.VisionRuntime;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The job alone, on the shipped network; what becomes of its tail is told elsewhere. */
class TuneJobTest {
  private static final String BUCKET = "graft-tune-job";
  private static final int EPOCHS = 4;
  private static final int EACH = 16;

  private static @Nullable Tail undisturbed;

  private final BlobStore store = TestBed.blobs(BUCKET);
  private final List<TuneNews> news = new ArrayList<>();

  @Test
  void learnsATailAndErasesWhatItKeptToGoOnWith() {
    long alive = VisionRuntime.aliveArrays();
    Path folder = TestBed.folder("tunes");
    var job = TuneRuns.job(store, folder);
    var learned = learned(job, TuneRuns.request(store, "whole", EPOCHS, EACH));
    assertTrue(learned.ended().getHelped());
    assertTrue(learned.ended().getAccuracyAfter() >= learned.ended().getAccuracyBefore());
    assertEquals("layer3", learned.tail().cut());
    assertTrue(store.stat(Keys.bundleFile(learned.tail().digest())).isPresent());
    List<RunEvent> told = told();
    assertEquals("partial", told.get(0).getTunePlanned().getStrategy());
    assertFalse(told.get(0).getTunePlanned().getDomain().isEmpty());
    assertEquals(
        List.of("checkpoint-1", "checkpoint-2", "checkpoint-3", ""),
        told.subList(1, told.size()).stream()
            .map(event -> event.getTuneEpoch().getCheckpoint().replaceAll(".*/", ""))
            .toList());
    assertEquals(3, store.list("tunes/whole/").size(), "the plan and the last two checkpoints");
    job.erase("whole");
    assertEquals(List.of(), store.list("tunes/whole/"));
    assertFalse(Files.exists(folder.resolve("whole")));
    assertEquals(alive, VisionRuntime.aliveArrays());
  }

  @Test
  void whereverItIsAbandonedItEndsWithTheSameWeights() {
    Tail whole = undisturbed();
    for (int after : new int[] {0, EPOCHS - 2}) {
      String run = "abandoned-after-" + after;
      var request = TuneRuns.request(store, run, EPOCHS, EACH);
      news.clear();
      TuneRuns.job(dying(store, after), TestBed.folder("tunes")).run(request, news::add);
      assertTrue(assertInstanceOf(TuneNews.Failed.class, last()).again());
      var rest = learned(TuneRuns.job(store, TestBed.folder("tunes")), request);
      assertTrue(told().get(0).getTunePlanned().getResumed());
      assertEquals(EPOCHS - after, told().size() - 1, "epochs that were left");
      assertEquals(whole, rest.tail());
    }
  }

  @Test
  void aProcessThatIsKilledIsGoneOnWithToTheSameWeights() throws Exception {
    Tail whole = undisturbed();
    Process child = child("killed", TestBed.folder("tunes"));
    try {
      while (store.stat(Keys.tune("killed", "checkpoint-1")).isEmpty()) {
        assertTrue(child.isAlive(), "the child learns until it is killed");
        TimeUnit.MILLISECONDS.sleep(5);
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
    var rest =
        learned(
            TuneRuns.job(store, TestBed.folder("tunes")),
            TuneRuns.request(store, "killed", EPOCHS, EACH));
    assertTrue(told().get(0).getTunePlanned().getResumed());
    assertEquals(whole, rest.tail());
  }

  @Test
  void aPictureThatIsGoneIsLeftOutAndCounted() {
    var alone = BlobStores.inMemory();
    var request = TuneRuns.request(alone, "erased", 1, EACH);
    alone.delete(Keys.pixels("drawn-0-000"));
    TuneRuns.job(alone, TestBed.folder("tunes")).run(request, news::add);
    assertEquals(1, told().get(0).getTunePlanned().getWithoutPixels());
  }

  @Test
  void withTooFewPicturesItSaysSoAndLeavesTheNetworkAlone() {
    var request = TuneRuns.request(store, "few", 1, 1);
    TuneRuns.job(store, TestBed.folder("tunes")).run(request, news::add);
    var ended = assertInstanceOf(TuneNews.Ended.class, last()).ended();
    assertFalse(ended.getHelped());
    assertTrue(ended.getWhy().startsWith("the network stays as it is: "), ended.getWhy());
    assertEquals(List.of(), store.list("tunes/few/"));
  }

  @Test
  void aCutThatIsNoStageIsSaid() {
    TuneRequest request = TuneRuns.request(store, "cut", 1, 4);
    TaskSpec spec =
        request.spec().toBuilder().setTune(TunePolicy.newBuilder().setCut("layer9")).build();
    TuneRuns.job(store, TestBed.folder("tunes"))
        .run(
            new TuneRequest(
                request.taskId(),
                request.runId(),
                spec,
                request.wish(),
                request.snapshot(),
                true,
                List.of(),
                List.of()),
            news::add);
    assertEquals(
        "the network stays as it is: the task cuts at layer9, but there are only"
            + " [stem, layer1, layer2, layer3]",
        assertInstanceOf(TuneNews.Ended.class, last()).ended().getWhy());
  }

  /** What comes of it when nothing happens; learned once for all of these tests. */
  private Tail undisturbed() {
    if (undisturbed == null) {
      undisturbed =
          learned(
                  TuneRuns.job(store, TestBed.folder("tunes")),
                  TuneRuns.request(store, "undisturbed", EPOCHS, EACH))
              .tail();
    }
    return undisturbed;
  }

  private TuneNews.Learned learned(TuneJob job, TuneRequest request) {
    news.clear();
    job.run(request, news::add);
    return assertInstanceOf(TuneNews.Learned.class, last());
  }

  private TuneNews last() {
    return news.get(news.size() - 1);
  }

  private List<RunEvent> told() {
    return news.stream()
        .filter(TuneNews.Progress.class::isInstance)
        .map(one -> ((TuneNews.Progress) one).event())
        .toList();
  }

  private static Process child(String run, Path folder) throws Exception {
    Path log = folder.resolve("child.log");
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            TuneChild.class.getName(),
            TestBed.storeEndpoint(),
            BUCKET,
            TestBed.ACCESS_KEY,
            TestBed.SECRET_KEY,
            run,
            String.valueOf(EPOCHS),
            String.valueOf(EACH),
            folder.toString())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  /** A store that answers nothing any more once so many checkpoints are there. */
  private static BlobStore dying(BlobStore store, int checkpoints) {
    var kept = new ArrayList<String>();
    return (BlobStore)
        Proxy.newProxyInstance(
            BlobStore.class.getClassLoader(),
            new Class<?>[] {BlobStore.class},
            (proxy, method, arguments) -> {
              boolean checkpoint =
                  method.getName().equals("create")
                      && String.valueOf(arguments[0]).contains("/checkpoint-");
              if (checkpoint && kept.size() == checkpoints) {
                throw new StoreUnavailableException("down");
              }
              if (checkpoint) {
                kept.add(String.valueOf(arguments[0]));
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
