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
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Fills the folder of a cut on all cores, a network on each: afterwards only tails are computed. */
final class WarmCut {
  private static final int THREADS = Runtime.getRuntime().availableProcessors();

  private WarmCut() {}

  /**
   * What came of it.
   *
   * @param pictures those whose plain view went through, in the order in which they were given
   * @param trunkSeconds of one view on one thread
   */
  record Warmed(List<LabPicture> pictures, double trunkSeconds) {}

  /**
   * Plain views of all pictures first, in an order by lot; then mirrored ones of those that may be
   * learned from. What the deadline cuts off is computed when it is needed.
   */
  static Warmed of(
      CutSource source, LabSet set, Deadline plain, Deadline mirrored, IntConsumer done)
      throws IOException, InterruptedException {
    var order = new ArrayList<>(set.pictures());
    Collections.shuffle(order, new Random(order.size()));
    long began = System.nanoTime();
    List<LabPicture> through = through(source, set, order, 0, plain, done);
    double taken = (System.nanoTime() - began) / 1e9;
    var learned = through.stream().filter(one -> one.part() != LabPicture.Part.TEST).toList();
    if (through.size() == order.size()) {
      through(source, set, learned, 1, mirrored, count -> {});
    }
    return new Warmed(
        set.pictures().stream().filter(new java.util.HashSet<>(through)::contains).toList(),
        through.isEmpty() ? 0 : taken * THREADS / through.size());
  }

  private static List<LabPicture> through(
      CutSource source,
      LabSet set,
      List<LabPicture> pictures,
      int view,
      Deadline deadline,
      IntConsumer done)
      throws IOException, InterruptedException {
    var waiting = new ConcurrentLinkedQueue<>(pictures);
    var through = new ConcurrentLinkedQueue<LabPicture>();
    var count = new AtomicInteger();
    var networks = new ArrayList<SplitNetwork>();
    ExecutorService cores = Executors.newFixedThreadPool(THREADS);
    try {
      var work = new ArrayList<Callable<Integer>>();
      for (int i = 0; i < THREADS; i++) {
        var split = source.split(new HeadStart.Fresh(set.classes().size(), 0));
        networks.add(split);
        CutInputs inputs = source.inputs(split, Views.mirroredToo());
        work.add(
            () -> {
              for (var next = waiting.poll();
                  next != null && !deadline.passed();
                  next = waiting.poll()) {
                split.fetch(inputs, List.of(new View(CutSource.labelled(next), view)));
                through.add(next);
                done.accept(count.incrementAndGet());
              }
              return 0;
            });
      }
      for (Future<Integer> one : cores.invokeAll(work)) {
        one.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } finally {
      cores.shutdownNow();
      networks.forEach(SplitNetwork::close);
    }
    return List.copyOf(through);
  }
}
