package dev.graft.deploy.lab;

import dev.graft.vision.tune.CutInputs;
import dev.graft.vision.tune.HeadStart;
import dev.graft.vision.tune.SplitNetwork;
import dev.graft.vision.tune.View;
import dev.graft.vision.tune.Views;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Sends pictures through a network on all cores, a network on each, and keeps their activations at
 * the cut in its folder: afterwards only tails are computed.
 */
final class WarmCut {
  private static final int THREADS = Runtime.getRuntime().availableProcessors();

  private WarmCut() {}

  /**
   * What came of it.
   *
   * @param embedded pictures whose plain view went through, in the order in which they were given
   * @param seconds of one view on one thread, through the whole network
   */
  record Warmed(List<Embedded> embedded, double seconds) {}

  /** What one network does with one picture. */
  @FunctionalInterface
  private interface Work {
    void with(SplitNetwork split, CutInputs inputs, LabPicture picture) throws IOException;
  }

  /**
   * Plain views of all pictures first, in an order by lot; then mirrored ones of those that may be
   * learned from. What the deadline cuts off is computed when it is needed.
   */
  static Warmed of(
      CutSource source, LabSet set, Deadline plain, Deadline mirrored, IntConsumer done)
      throws IOException, InterruptedException {
    var order = new ArrayList<>(set.pictures());
    Collections.shuffle(order, new Random(order.size()));
    Map<LabPicture, Embedded> through = new ConcurrentHashMap<>();
    long began = System.nanoTime();
    each(
        source,
        set,
        order,
        plain,
        (split, inputs, picture) -> {
          float[][] vectors = split.embed(List.of(CutSource.labelled(picture)), inputs, 1);
          through.put(picture, new Embedded(picture, vectors));
          done.accept(through.size());
        });
    double taken = (System.nanoTime() - began) / 1e9;
    if (through.size() == order.size() && !mirrored.passed()) {
      order.removeIf(picture -> picture.part() == LabPicture.Part.TEST);
      each(
          source,
          set,
          order,
          mirrored,
          (split, inputs, picture) ->
              split.fetch(inputs, List.of(new View(CutSource.labelled(picture), 1))));
    }
    return new Warmed(
        set.pictures().stream().map(through::get).filter(Objects::nonNull).toList(),
        through.isEmpty() ? 0 : taken * THREADS / through.size());
  }

  private static void each(
      CutSource source, LabSet set, List<LabPicture> pictures, Deadline deadline, Work work)
      throws IOException, InterruptedException {
    var waiting = new ConcurrentLinkedQueue<>(pictures);
    var networks = new ArrayList<SplitNetwork>();
    ExecutorService cores = Executors.newFixedThreadPool(THREADS);
    try {
      var threads = new ArrayList<Callable<Integer>>();
      for (int i = 0; i < THREADS; i++) {
        var split = source.split(new HeadStart.Fresh(set.classes().size(), 0));
        networks.add(split);
        CutInputs inputs = source.inputs(split, Views.mirroredToo());
        threads.add(() -> drain(waiting, deadline, picture -> work.with(split, inputs, picture)));
      }
      for (Future<Integer> one : cores.invokeAll(threads)) {
        one.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } finally {
      leave(cores);
      networks.forEach(SplitNetwork::close);
    }
  }

  /** Nobody may still be in a network that is closed, interrupted or not. */
  private static void leave(ExecutorService cores) {
    cores.shutdownNow();
    boolean interrupted = false;
    while (!cores.isTerminated()) {
      try {
        cores.awaitTermination(1, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** What one thread does with a picture. */
  @FunctionalInterface
  private interface Step {
    void with(LabPicture picture) throws IOException;
  }

  private static int drain(Queue<LabPicture> waiting, Deadline deadline, Step step)
      throws IOException {
    int done = 0;
    for (var next = waiting.poll();
        next != null && !deadline.passed() && !Thread.currentThread().isInterrupted();
        next = waiting.poll()) {
      step.with(next);
      done++;
    }
    return done;
  }
}
