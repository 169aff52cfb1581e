package dev.graft.deploy.lab;

import dev.graft.deploy.Failure;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.EmbeddingPlan;
import dev.graft.vision.backbone.Layout;
import dev.graft.vision.picture.Picture;
import dev.graft.vision.picture.PictureDecoder;
import dev.graft.vision.picture.PictureLimits;
import dev.graft.vision.picture.Preprocessing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Decodes pictures and runs them through a network once, on all cores, a forward pass on each.
 * Pictures go in an order by lot, so that those which a deadline cuts off are a fair sample.
 */
final class EmbeddingPass {
  private static final int CHUNK = 8;

  /** A service finds out its own. */
  private static final EmbeddingPlan PLAN = new EmbeddingPlan(Layout.CHANNELS_LAST, CHUNK);

  private static final PictureDecoder DECODER = new PictureDecoder(PictureLimits.DEFAULT);

  /** From prepared pictures to embeddings {@code [stage][n][width]}. */
  @FunctionalInterface
  interface Eye {
    float[][][] embed(List<float[]> prepared);
  }

  private EmbeddingPass() {}

  /**
   * @param done hears how many pictures went through, again and again
   * @return in the order of the pictures; without those that the deadline cut off
   * @throws Failure if a picture can't be read
   */
  static List<Embedded> of(
      List<LabPicture> pictures,
      Preprocessing preprocessing,
      Eye eye,
      Deadline deadline,
      IntConsumer done)
      throws InterruptedException {
    var order = new ArrayList<Integer>();
    for (int i = 0; i < pictures.size(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(pictures.size()));
    var found = new Embedded[pictures.size()];
    ExecutorService cores =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      var chunks = new ArrayList<Future<Integer>>();
      for (int from = 0; from < order.size(); from += CHUNK) {
        var chunk = order.subList(from, Math.min(from + CHUNK, order.size()));
        Callable<Integer> work =
            () -> deadline.passed() ? 0 : embed(pictures, chunk, preprocessing, eye, found);
        chunks.add(cores.submit(work));
      }
      int through = 0;
      for (Future<Integer> chunk : chunks) {
        through += chunk.get();
        done.accept(through);
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Failure failure
          ? failure
          : new IllegalStateException("embedding failed", e.getCause());
    } finally {
      cores.shutdownNow();
    }
    var all = new ArrayList<Embedded>();
    for (Embedded one : found) {
      if (one != null) {
        all.add(one);
      }
    }
    return List.copyOf(all);
  }

  /** The same with a whole backbone, as a fixed plan has it: equal pictures give equal numbers. */
  static List<Embedded> of(
      List<LabPicture> pictures, Backbone backbone, Deadline deadline, IntConsumer done)
      throws InterruptedException {
    backbone.use(PLAN);
    return of(
        pictures,
        backbone.preprocessing(),
        prepared -> new float[][][] {backbone.embed(prepared)},
        deadline,
        done);
  }

  private static int embed(
      List<LabPicture> pictures,
      List<Integer> chunk,
      Preprocessing preprocessing,
      Eye eye,
      Embedded[] found) {
    var prepared = chunk.stream().map(i -> prepare(pictures.get(i).file(), preprocessing)).toList();
    float[][][] vectors = eye.embed(prepared);
    for (int k = 0; k < chunk.size(); k++) {
      float[][] stages = new float[vectors.length][];
      for (int stage = 0; stage < stages.length; stage++) {
        stages[stage] = vectors[stage][k];
      }
      found[chunk.get(k)] = new Embedded(pictures.get(chunk.get(k)), stages);
    }
    return chunk.size();
  }

  /** A network's input of a file. */
  static float[] prepare(Path file, Preprocessing preprocessing) {
    return decoded(file, preprocessing::tensor);
  }

  /**
   * The picture in a file.
   *
   * @throws Failure if it can't be read
   */
  static Picture picture(Path file) {
    return decoded(file, picture -> picture);
  }

  private static <T> T decoded(Path file, Function<Picture, T> use) {
    try {
      return DECODER.<T>decode(
          Files.readAllBytes(file),
          use,
          unreadable -> {
            throw new Failure(file + " can't be read: " + unreadable.reason());
          });
    } catch (IOException e) {
      throw new Failure("can't read " + file + ": " + e.getMessage(), e);
    }
  }
}
