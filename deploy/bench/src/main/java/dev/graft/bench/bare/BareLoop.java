package dev.graft.bench.bare;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Decode, preprocess, forward, and nothing else: encoded pictures are in memory, and each thread
 * prepares the batches that it embeds.
 */
final class BareLoop implements AutoCloseable {
  private final Backbone backbone;
  private final List<byte[]> pictures;
  private final PictureDecoder decoder = new PictureDecoder(PictureLimits.DEFAULT);
  private final int threads;
  private final ExecutorService pool = Executors.newCachedThreadPool();

  private BareLoop(Backbone backbone, List<byte[]> pictures, int threads) {
    this.backbone = backbone;
    this.pictures = pictures;
    this.threads = threads;
  }

  static BareLoop open(Path weights, List<byte[]> pictures, int threads)
      throws BadWeightsException, IOException {
    VisionRuntime.configure(1);
    var digest = HexFormat.of().formatHex(digest(weights));
    var backbone =
        Backbone.load(
            new BackboneSpec("mobilenet_v2", digest),
            named -> Files.newInputStream(weights),
            Device.CPU);
    return new BareLoop(backbone, pictures, threads);
  }

  private static byte[] digest(Path file) throws IOException {
    return Digests.sha256().digest(Files.readAllBytes(file));
  }

  /** Embeds {@code count} pictures, taken in turn, and says how fast. */
  double imagesPerSecond(EmbeddingPlan plan, int count) {
    backbone.use(plan);
    var taken = new AtomicInteger();
    var began = System.nanoTime();
    var work = new ArrayList<CompletableFuture<Void>>();
    for (int i = 0; i < threads; i++) {
      work.add(CompletableFuture.runAsync(() -> embed(taken, plan.batch(), count), pool));
    }
    work.forEach(CompletableFuture::join);
    return count * 1e9 / (System.nanoTime() - began);
  }

  private float[] prepare(int index) {
    var decoded = decoder.decode(pictures.get(index % pictures.size()));
    if (decoded instanceof Decoded.Readable readable) {
      return backbone.prepare(readable.picture());
    }
    throw new Failure("a picture of the benchmark can't be read: " + decoded);
  }

  /** Takes whole batches; a thread that finds nothing left leaves. */
  private void embed(AtomicInteger taken, int batch, int count) {
    for (int from = taken.getAndAdd(batch); from < count; from = taken.getAndAdd(batch)) {
      int end = Math.min(from + batch, count);
      backbone.embed(IntStream.range(from, end).mapToObj(this::prepare).toList());
    }
  }

  /** Milliseconds of decode, preprocess and forward of single pictures on this thread. */
  double[] oneAfterTheOther(EmbeddingPlan plan, int from, int count) {
    backbone.use(plan);
    var took = new double[count];
    for (int i = 0; i < count; i++) {
      long began = System.nanoTime();
      backbone.embed(List.of(prepare(from + i)));
      took[i] = (System.nanoTime() - began) / 1e6;
    }
    return took;
  }

  @Override
  public void close() {
    pool.shutdown();
    backbone.close();
  }
}
