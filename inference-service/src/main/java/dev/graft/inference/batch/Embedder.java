package dev.graft.inference.batch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Embeds pictures for concurrent requests. Its threads prepare them and run forward passes,
 * whichever is next (see {@link Turns}), and never wait for a batch to fill. Beyond the bound a
 * picture is not taken; one that nobody waits for any more is not computed. Pictures that have time
 * have a bound of their own, and are embedded when little else is to be done.
 */
public final class Embedder implements AutoCloseable {

  /**
   * How much may wait, and who works.
   *
   * @param mostJobs most pictures between arrival and the end of their forward pass
   * @param mostBytes most encoded bytes of them
   * @param threads that prepare pictures and run forward passes
   * @param passes most forward passes at a time
   * @param mostUnhurried most pictures that have time, in as many bytes each as the others
   */
  public record Limits(int mostJobs, long mostBytes, int threads, int passes, int mostUnhurried) {

    /** The same share of the bytes for a picture that has time as for others. */
    private long unhurriedBytes() {
      return Math.max(1, mostBytes / mostJobs * mostUnhurried);
    }
  }

  private final Admission admission;
  private final Admission unhurried;
  private final Passage passage;
  private final ExecutorService threads;

  public Embedder(Limits limits) {
    admission = new Admission(limits.mostJobs(), limits.mostBytes());
    unhurried = new Admission(limits.mostUnhurried(), limits.unhurriedBytes());
    var turns = new Turns(Math.min(limits.threads(), limits.passes()), (limits.threads() + 1) / 2);
    passage = new Passage(admission, unhurried, turns);
    threads = Executors.newFixedThreadPool(limits.threads(), named("embed"));
    for (var thread = 0; thread < limits.threads(); thread++) {
      threads.execute(new Worker(turns, passage));
    }
  }

  /**
   * Never blocks. The future completes on a thread of the embedder's, exceptionally only if the
   * network fails.
   */
  public CompletableFuture<Outcome> embed(Picture picture, Network network, Patience patience) {
    var job = new Job(picture, network, patience, null);
    passage.enter(job);
    return job.outcome();
  }

  /**
   * Like {@link #embed}, but waits for room instead of being refused. Those who wait are let in one
   * after the other, before whoever comes by {@link #embed}, into at most half of the room.
   *
   * @param inside told, once or more, when the picture counts within the bound or is over: a caller
   *     that brings its next one only then holds one picture beyond the bound
   */
  public CompletableFuture<Outcome> embedInTurn(
      Picture picture, Network network, Patience patience, Runnable inside) {
    var job = new Job(picture, network, patience, inside);
    passage.enterInTurn(job);
    return job.outcome();
  }

  /**
   * Like {@link #embed}, for an answer that nobody waits for: at most half of the threads are busy
   * while it is computed, itself included, and nothing else waits when it begins. Under load it is
   * not taken, or waits until its patience is over.
   */
  public CompletableFuture<Outcome> embedUnhurried(
      Picture picture, Network network, Patience patience) {
    var job = new Job(picture, network, patience, null);
    passage.enterUnhurried(job);
    return job.outcome();
  }

  /** Pictures between arrival and the end of their forward pass. */
  public int queued() {
    return admission.size();
  }

  /** Pictures that have time and are not embedded yet. */
  public int unhurried() {
    return unhurried.size();
  }

  /** Finishes what is ready, refuses the rest. */
  @Override
  public void close() {
    passage.close();
    threads.shutdown();
    try {
      if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    passage.refuseRest();
  }

  private static ThreadFactory named(String name) {
    var count = new AtomicInteger();
    return task -> {
      var thread = new Thread(task, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
