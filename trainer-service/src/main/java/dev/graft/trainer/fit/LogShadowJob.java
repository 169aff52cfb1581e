package dev.graft.trainer.fit;

import com.google.protobuf.util.Timestamps;
import dev.graft.blobs.StoreUnavailableException;
import dev.graft.v1.LogShadow;
import dev.graft.v1.PairCounts;
import dev.graft.v1.VersionRef;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.bundle.BadBundleException;
import dev.graft.vision.bundle.Bundle;
import dev.graft.vision.bundle.BundleFiles;
import dev.graft.vision.bundle.BundleFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One log shadow: reads the two bundles and holds their judged heads beside each other, each on the
 * vectors of its own space. Those of a tail are made of pixels where no fit has left them.
 */
final class LogShadowJob {
  private static final Logger LOG = LoggerFactory.getLogger(LogShadowJob.class);

  private final BundleFiles files;
  private final TrialPictures pictures;
  private final StoreTrouble trouble;
  private final InstantSource clock;

  LogShadowJob(
      BundleFiles files, TrialPictures pictures, StoreTrouble trouble, InstantSource clock) {
    this.files = files;
    this.pictures = pictures;
    this.trouble = trouble;
    this.clock = clock;
  }

  /** Never throws: a trial would wait for what was never heard of. */
  void run(ShadowRequest request, Consumer<ShadowNews> tell) {
    try {
      LogShadow found = found(request);
      trouble.over();
      tell.accept(new ShadowNews.Done(request, found));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // cancelled: whoever did that expects no news
    } catch (BadBundleException | BadWeightsException e) {
      tell.accept(new ShadowNews.Done(request, nothing(request, String.valueOf(e.getMessage()))));
    } catch (IOException | StoreUnavailableException | UncheckedIOException e) {
      trouble.met(e);
      tell.accept(new ShadowNews.Failed(request, "try again: " + e.getMessage()));
    } catch (RuntimeException | Error e) {
      LOG.error("task {}: log shadow broke", request.taskId(), e);
      tell.accept(new ShadowNews.Done(request, nothing(request, e.toString())));
    }
  }

  private LogShadow found(ShadowRequest request)
      throws IOException, BadBundleException, BadWeightsException, InterruptedException {
    var beside =
        new Beside(read(request.trial().getCandidate()), read(request.trial().getBaseline()));
    TrialPictures.Shown shown = pictures.show(request, beside);
    Beside.Found found = beside.on(shown.rows());
    int validated = all(found.validated());
    int later = all(found.later());
    String why =
        validated + later == 0
            ? "no stored image has a vector of both versions"
            : "%d validation images, and %d that came after both datasets"
                .formatted(validated, later);
    return said(request, why + shown.words())
        .setValidated(found.validated())
        .setLater(found.later())
        .setSequence(request.snapshot().sequence())
        .build();
  }

  private Bundle read(VersionRef version) throws IOException, BadBundleException {
    return BundleFormat.unpack(version.getBundleDigest(), files);
  }

  private LogShadow nothing(ShadowRequest request, String why) {
    return said(request, "nothing was compared: " + why).build();
  }

  private LogShadow.Builder said(ShadowRequest request, String why) {
    return LogShadow.newBuilder()
        .setTaskId(request.taskId())
        .setCandidate(request.trial().getCandidate())
        .setBaseline(request.trial().getBaseline())
        .setTime(Timestamps.fromMillis(clock.millis()))
        .setWhy(why);
  }

  private static int all(PairCounts counts) {
    return (int) (counts.getBetter() + counts.getWorse() + counts.getSame());
  }
}
