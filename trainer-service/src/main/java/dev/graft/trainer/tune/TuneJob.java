package dev.graft.trainer.tune;

import dev.graft.blobs.BlobStore;
import dev.graft.blobs.StoreUnavailableException;
import dev.graft.trainer.fit.Pixels;
import dev.graft.trainer.fit.StoreTrouble;
import dev.graft.trainer.fit.Wishes;
import dev.graft.trainer.publish.BundlePublisher;
import dev.graft.trainer.publish.Forerunner;
import dev.graft.trainer.publish.Forerunners;
import dev.graft.trainer.v1.TunePlan;
import dev.graft.v1.TuneEnded;
import dev.graft.v1.TunePlanned;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.Tail;
import dev.graft.vision.backbone.TailWeights;
import dev.graft.vision.backbone.VisionRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One fine-tune, from a task's pictures to a tail in the store: plan it, learn epoch by epoch under
 * the guard, keep a checkpoint after each. The plan lies in the store from the beginning, so that a
 * run which is ordered again, here or elsewhere, goes on at its last checkpoint and ends with the
 * same weights. What the tail is worth is for a fit on it, and the gate, to say.
 */
public final class TuneJob {
  private static final Logger LOG = LoggerFactory.getLogger(TuneJob.class);

  private final BlobStore blobs;
  private final BundlePublisher publisher;
  private final Forerunners forerunners;
  private final Device device;
  private final RunFolders folders;
  private final StoreTrouble trouble;
  private final InstantSource clock;

  /**
   * Does nothing yet.
   *
   * @param folder for what can be computed again: activations of the run under way
   * @param mostBytes of them
   */
  public TuneJob(
      BlobStore blobs,
      BundlePublisher publisher,
      Forerunners forerunners,
      Device device,
      Path folder,
      long mostBytes,
      StoreTrouble trouble,
      InstantSource clock) {
    this.blobs = blobs;
    this.publisher = publisher;
    this.forerunners = forerunners;
    this.device = device;
    this.folders = new RunFolders(folder, mostBytes);
    this.trouble = trouble;
    this.clock = clock;
  }

  /** Never throws: how it ended is the last news, unless it was cancelled. */
  void run(TuneRequest request, Consumer<TuneNews> tell) {
    try {
      TuneNews end = tune(request, new Telling(request, clock, tell));
      trouble.over();
      tell.accept(end);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // cancelled: whoever did that expects no news
    } catch (StoreUnavailableException | UncheckedIOException e) {
      trouble.met(e);
      tell.accept(new TuneNews.Failed(request, "try again: " + e.getMessage(), true));
    } catch (PictureGoneException e) {
      tell.accept(new TuneNews.Failed(request, String.valueOf(e.getMessage()), false));
    } catch (IOException e) {
      trouble.met(e);
      tell.accept(new TuneNews.Failed(request, "try again: " + e.getMessage(), true));
    } catch (BadWeightsException | IllegalArgumentException e) {
      tell.accept(new TuneNews.Failed(request, String.valueOf(e.getMessage()), false));
    } catch (RuntimeException | Error e) { // an unheard end would leave the task tuning for ever
      LOG.error("task {}: fine-tune {} broke", request.taskId(), request.runId(), e);
      tell.accept(new TuneNews.Failed(request, e.toString(), false));
    }
  }

  /** Throws away what a run that has ended kept to go on with. */
  void erase(String runId) {
    try {
      folders.delete(runId);
      new StoredRun(blobs, runId).erase();
    } catch (StoreUnavailableException | UncheckedIOException e) {
      LOG.warn("what fine-tune {} kept could not be erased: {}", runId, e.getMessage());
    }
  }

  private TuneNews tune(TuneRequest request, Telling tell)
      throws BadWeightsException, IOException, InterruptedException {
    VisionRuntime.configure(1);
    Instant began = clock.instant();
    folders.deleteAllBut(request.runId());
    var stored = new StoredRun(blobs, request.runId());
    var bench =
        new Bench(
            Wishes.specOf(request.spec().getBackbone()),
            blobs,
            new Pixels(blobs),
            device,
            folders.of(request.runId()),
            folders.mostBytes());
    Optional<TunePlan> known = stored.plan();
    TunePlan plan;
    if (known.isPresent()) {
      plan = known.get();
    } else {
      Optional<Forerunner> parent = forerunners.recent(request.versions()).stream().findFirst();
      Planning.Planned planned = Planning.plan(bench, request, parent);
      if (planned instanceof Planning.Planned.LeftAlone alone) {
        return leftAlone(request, alone.reasons(), tell);
      }
      plan = stored.keep(((Planning.Planned.Ready) planned).plan());
    }
    tell.planned(plan, known.isPresent());
    Learned learned = new Lesson(bench, plan, stored, tell).learn();
    TuneEnded ended = learned.told(plan, Duration.between(began, clock.instant()));
    if (!learned.helped()) {
      return new TuneNews.Ended(request, ended);
    }
    byte[] file = TailWeights.file(learned.tail());
    Tail tail = Tail.of(plan.getCut(), file).learnedWith(Recipes.batchNorm(plan));
    publisher.publishFile(tail.digest(), file);
    return new TuneNews.Learned(
        request, tail, ended.toBuilder().setTailDigest(tail.digest()).build());
  }

  private static TuneNews leftAlone(TuneRequest request, List<String> reasons, Telling tell) {
    tell.planned(TunePlanned.newBuilder().setStrategy("features").addAllReasons(reasons).build());
    return new TuneNews.Ended(
        request,
        TuneEnded.newBuilder()
            .setWhy("the network stays as it is: " + reasons.get(reasons.size() - 1))
            .build());
  }
}
