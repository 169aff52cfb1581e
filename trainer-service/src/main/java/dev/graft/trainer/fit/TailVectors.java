package dev.graft.trainer.fit;

import dev.graft.blobs.BlobStore;
import dev.graft.events.Vectors;
import dev.graft.topics.Keys;
import dev.graft.trainer.dataset.Row;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.Tail;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.bundle.PictureProbe;
import dev.graft.vision.bundle.ProbePicture;
import dev.graft.vision.picture.Picture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What tasks' own tails make of their pictures. Such vectors travel on no topic: they are computed
 * from pixels here, once each, and held in memory for the tails that a task's last fit was about,
 * so that what was erased is gone with the next fit. One network is in memory at a time.
 */
public final class TailVectors implements AutoCloseable {
  private static final int BATCH = 16;

  private final BlobStore blobs;
  private final Pixels pixels;
  private final Device device;
  private final Map<String, Map<String, Map<String, float[]>>> held = // by task, space, blob
      new ConcurrentHashMap<>();
  private final Map<String, PictureProbe> probes = new ConcurrentHashMap<>(); // by space
  private @Nullable Backbone loaded; // guarded by this

  public TailVectors(BlobStore blobs, Pixels pixels, Device device) {
    this.blobs = blobs;
    this.pixels = pixels;
    this.device = device;
  }

  /**
   * The examples with their vectors in the tails' spaces beside the others; those whose picture
   * can't be had come without.
   */
  List<Row> with(String taskId, BackboneSpec spec, List<Tail> tails, List<Row> rows)
      throws BadWeightsException, InterruptedException {
    var before = held.getOrDefault(taskId, Map.of());
    var now = new HashMap<String, Map<String, float[]>>();
    List<Row> more = rows;
    for (Tail tail : tails) {
      String space = Backbone.spaceOf(spec, tail).id();
      var vectors = vectors(spec, tail, rows, before.getOrDefault(space, Map.of()));
      now.put(space, vectors);
      more = more.stream().map(row -> with(row, space, vectors)).toList();
    }
    held.put(taskId, now);
    return more;
  }

  /** The same without looking at a picture: vectors that the task's last fit left here. */
  public List<Row> held(String taskId, BackboneSpec spec, Tail tail, List<Row> rows) {
    String space = Backbone.spaceOf(spec, tail).id();
    var vectors = held.getOrDefault(taskId, Map.of()).getOrDefault(space, Map.of());
    return rows.stream().map(row -> with(row, space, vectors)).toList();
  }

  /** For log shadow: what no fit has left here. */
  TrialPictures forTrials() {
    return new TrialPictures(this, pixels);
  }

  static Row with(Row row, String space, Map<String, float[]> vectors) {
    float @Nullable [] vector = vectors.get(row.blobDigest());
    return vector == null
        ? row
        : row.with(new Row.Embedding(space, Vectors.digestOf(vector), vector));
  }

  private Map<String, float[]> vectors(
      BackboneSpec spec, Tail tail, List<Row> rows, Map<String, float[]> before)
      throws BadWeightsException, InterruptedException {
    var vectors = new HashMap<String, float[]>();
    var missing = new LinkedHashMap<String, Row>();
    for (Row row : rows) {
      float @Nullable [] known = before.get(row.blobDigest());
      if (known == null) {
        missing.putIfAbsent(row.blobDigest(), row);
      } else {
        vectors.put(row.blobDigest(), known);
      }
    }
    if (!missing.isEmpty()) {
      compute(spec, tail, List.copyOf(missing.values()), vectors);
    }
    return vectors;
  }

  private synchronized void compute(
      BackboneSpec spec, Tail tail, List<Row> rows, Map<String, float[]> into)
      throws BadWeightsException, InterruptedException {
    Backbone backbone = network(spec, tail);
    for (int from = 0; from < rows.size(); from += BATCH) {
      if (Thread.interrupted()) {
        throw new InterruptedException("cancelled while pictures went through a tail");
      }
      var seen = new ArrayList<String>();
      var pictures = new ArrayList<Picture>();
      for (Row row : rows.subList(from, Math.min(rows.size(), from + BATCH))) {
        Optional<Picture> picture = pixels.of(row.imageId(), row.blobDigest());
        picture
            .filter(one -> backbone.refuses(one).isEmpty())
            .ifPresent(
                one -> {
                  seen.add(row.blobDigest());
                  pictures.add(one);
                });
      }
      if (!pictures.isEmpty()) {
        float[][] embeddings = backbone.embedPictures(pictures);
        for (int i = 0; i < embeddings.length; i++) {
          into.put(seen.get(i), embeddings[i]);
        }
      }
    }
  }

  /** What a tail's network makes of the shipped picture; computed once. */
  PictureProbe probe(BackboneSpec spec, Tail tail) throws BadWeightsException {
    String space = Backbone.spaceOf(spec, tail).id();
    PictureProbe known = probes.get(space);
    if (known != null) {
      return known;
    }
    synchronized (this) {
      PictureProbe probe = PictureProbes.finite(ProbePicture.of(network(spec, tail)));
      probes.put(space, probe);
      return probe;
    }
  }

  /** The network of that tail; another one's is freed first. */
  private synchronized Backbone network(BackboneSpec spec, Tail tail) throws BadWeightsException {
    if (loaded != null && loaded.space().equals(Backbone.spaceOf(spec, tail))) {
      return loaded;
    }
    close();
    Backbone backbone = load(spec, tail);
    loaded = backbone;
    return backbone;
  }

  /** A network of its own for whoever asks, and closes it. */
  Backbone load(BackboneSpec spec, Tail tail) throws BadWeightsException {
    VisionRuntime.configure(1);
    byte[] file =
        blobs
            .get(Keys.bundleFile(tail.digest()))
            .orElseThrow(() -> absent("the tail " + tail.digest()));
    return Backbone.load(spec, new StoredWeights(blobs), tail, file, device);
  }

  private static UncheckedIOException absent(String what) {
    return new UncheckedIOException(new IOException(what + " is not in the store"));
  }

  /** Frees the network. */
  @Override
  public synchronized void close() {
    if (loaded != null) {
      loaded.close();
      loaded = null;
    }
  }
}
