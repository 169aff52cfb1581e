package dev.graft.bench.bare;

import static java.util.Objects.requireNonNull;

import dev.graft.deploy.Failure;
import dev.graft.events.Digests;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.EmbeddingPlan;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.picture.Decoded;
import dev.graft.vision.picture.PictureDecoder;
import dev.graft.vision.picture.PictureLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Decode, preprocess, forward, and nothing else: encoded pictures are in memory. Either decoders
 * and forward lanes are threads with one queue between them, or, without decoders, each lane
 * prepares its own batches.
 */
final class BareLoop implements AutoCloseable {
  private final Backbone backbone;
  private final List<byte[]> pictures;
  private final PictureDecoder decoder = new PictureDecoder(PictureLimits.DEFAULT);
  private final int decoders;
  private final int lanes;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private BareLoop(Backbone backbone, List<byte[]> pictures, int decoders, int lanes) {
    this.backbone = backbone;
    this.pictures = pictures;
    this.decoders = decoders;
    this.lanes = lanes;
  }

  static BareLoop open(Path weights, List<byte[]> pictures, int decoders, int lanes)
      throws BadWeightsException, IOException {
    VisionRuntime.configure(1);
    var digest = HexFormat.of().formatHex(digest(weights));
    var backbone =
        Backbone.load(
            new BackboneSpec("mobilenet_v2", digest),
            named -> Files.newInputStream(weights),
            Device.CPU);
    return new BareLoop(backbone, pictures, decoders, lanes);
  }

  private static byte[] digest(Path file) throws IOException {
    return Digests.sha256().digest(Files.readAllBytes(file));
  }

  /** Embeds {@code count} pictures, taken in turn, and says how fast. */
  double imagesPerSecond(EmbeddingPlan plan, int count) throws InterruptedException {
    backbone.use(plan);
    var prepared = new ArrayBlockingQueue<float[]>(Math.max(8, 4 * plan.batch()));
    var next = new AtomicInteger();
    var taken = new AtomicInteger();
    Batches source = decoders == 0 ? this::prepareAll : (from, size) -> taken(prepared, size);
    var began = System.nanoTime();
    var work = new ArrayList<CompletableFuture<Void>>();
    for (int i = 0; i < decoders; i++) {
      work.add(CompletableFuture.runAsync(() -> decode(prepared, next, count), threads));
    }
    for (int i = 0; i < lanes; i++) {
      work.add(CompletableFuture.runAsync(() -> forward(source, taken, plan, count), threads));
    }
    work.forEach(CompletableFuture::join);
    return count * 1e9 / (System.nanoTime() - began);
  }

  private void decode(BlockingQueue<float[]> prepared, AtomicInteger next, int count) {
    try {
      for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
        prepared.put(prepare(i));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private float[] prepare(int index) {
    var decoded = decoder.decode(pictures.get(index % pictures.size()));
    if (decoded instanceof Decoded.Readable readable) {
      return backbone.prepare(readable.picture());
    }
    throw new Failure("a picture of the benchmark can't be read: " + decoded);
  }

  private interface Batches {
    List<float[]> of(int from, int size) throws InterruptedException;
  }

  private List<float[]> prepareAll(int from, int size) {
    return IntStream.range(from, from + size).mapToObj(this::prepare).toList();
  }

  private static List<float[]> taken(BlockingQueue<float[]> prepared, int size)
      throws InterruptedException {
    var batch = new ArrayList<float[]>();
    while (batch.size() < size) {
      batch.add(requireNonNull(prepared.take()));
    }
    return batch;
  }

  /** Takes whole batches; a lane that finds nothing left leaves. */
  private void forward(Batches source, AtomicInteger taken, EmbeddingPlan plan, int count) {
    try {
      while (true) {
        int from = taken.getAndAdd(plan.batch());
        int size = Math.min(plan.batch(), count - from);
        if (size <= 0) {
          return;
        }
        backbone.embed(source.of(from, size));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted", e));
    }
  }

  /** Milliseconds of decode, preprocess and forward of single pictures on this thread. */
  double[] oneAfterTheOther(EmbeddingPlan plan, int count) {
    backbone.use(plan);
    var took = new double[count];
    for (int i = 0; i < count; i++) {
      long began = System.nanoTime();
      backbone.embed(List.of(prepare(i)));
      took[i] = (System.nanoTime() - began) / 1e6;
    }
    return took;
  }

  @Override
  public void close() {
    threads.shutdown();
    backbone.close();
  }
}
