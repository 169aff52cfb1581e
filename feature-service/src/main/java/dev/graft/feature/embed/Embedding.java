package dev.graft.feature.embed;

import dev.graft.feature.read.Fetched;
import dev.graft.feature.read.Input;
import dev.graft.feature.read.PictureRead;
import dev.graft.feature.read.PictureReader;
import dev.graft.loop.Outgoing;
import dev.graft.loop.Received;
import dev.graft.v1.ImageFact;
import dev.graft.vision.backbone.Backbone;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Turns stored images into embeddings, in every space asked for: each picture is fetched and
 * decoded once, and passes run in batches, side by side with the decoding of the next pictures.
 */
public final class Embedding {
  private final PictureReader reader;
  private final Crew crew;
  private final Patience patience;
  private final Clock clock;

  public Embedding(PictureReader reader, Crew crew, Patience patience, Clock clock) {
    this.reader = reader;
    this.crew = crew;
    this.patience = patience;
    this.clock = clock;
  }

  /** What must follow from these records, for these backbones. Erased images are passed over. */
  public List<Outgoing> of(List<Received<ImageFact>> records, List<Backbone> backbones)
      throws InterruptedException {
    var images = newest(records);
    if (images.isEmpty() || backbones.isEmpty()) {
      return List.of();
    }
    var since = clock.instant();
    var outgoing = new ArrayList<Outgoing>();
    var waiting = round(images, backbones, since, outgoing);
    while (!waiting.isEmpty()) {
      patience.pause();
      waiting = round(waiting, backbones, since, outgoing);
    }
    return outgoing;
  }

  /** Of each image the newest fact in hand, unless that is its erasure. */
  private static List<Received<ImageFact>> newest(List<Received<ImageFact>> records) {
    var byImage = new LinkedHashMap<String, Received<ImageFact>>();
    records.forEach(record -> byImage.put(record.key(), record));
    return byImage.values().stream().filter(record -> record.value().hasStored()).toList();
  }

  /** Embeds what can be seen, refuses what never will be, and returns what may still appear. */
  private List<Received<ImageFact>> round(
      List<Received<ImageFact>> images,
      List<Backbone> backbones,
      Instant since,
      List<Outgoing> outgoing) {
    var waiting = new ArrayList<Received<ImageFact>>();
    for (var running : started(images, backbones)) {
      var batch = joined(running);
      outgoing.addAll(batch.outgoing());
      for (var absent : batch.absent()) {
        if (patience.over(absent.timestamp(), since)) {
          outgoing.add(missing(absent));
        } else {
          waiting.add(absent);
        }
      }
    }
    return waiting;
  }

  private List<CompletableFuture<Batch>> started(
      List<Received<ImageFact>> images, List<Backbone> backbones) {
    int size = batchSize(images.size(), backbones);
    var batches = new ArrayList<CompletableFuture<Batch>>();
    for (int at = 0; at < images.size(); at += size) {
      var part = images.subList(at, Math.min(images.size(), at + size));
      batches.add(
          crew.embed(
              part,
              record -> reader.fetch(record.value().getStored()),
              (record, fetched) -> prepare(record, fetched, backbones),
              seen -> run(seen, backbones)));
    }
    return batches;
  }

  /** As large as the fastest plan, but small enough that no thread is idle. */
  private int batchSize(int images, List<Backbone> backbones) {
    int fastest = backbones.stream().mapToInt(Backbone::batch).max().orElse(1);
    int share = (images + crew.size() - 1) / crew.size();
    return Math.max(1, Math.min(fastest, share));
  }

  private Prepared prepare(Received<ImageFact> record, Fetched fetched, List<Backbone> backbones) {
    var read =
        reader.decode(
            fetched,
            picture -> backbones.stream().map(backbone -> Input.of(backbone, picture)).toList());
    if (read instanceof PictureRead.Seen seen) {
      return new Prepared.Ready(record, seen.inputs());
    }
    return new Prepared.NotSeen(record, read);
  }

  private Batch run(List<Prepared> prepared, List<Backbone> backbones) {
    return Batch.run(prepared, backbones, clock.instant());
  }

  private static Outgoing missing(Received<ImageFact> record) {
    var image = record.value().getStored();
    return Outgoing.refuse(
        record,
        "blob-missing",
        "The store has no blob %s of image %s; submit the picture again."
            .formatted(image.getBlobDigest(), image.getImageId()));
  }

  private static Batch joined(CompletableFuture<Batch> running) {
    try {
      return running.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failed;
    }
  }
}
