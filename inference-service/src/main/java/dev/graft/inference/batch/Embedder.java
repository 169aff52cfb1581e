package dev.graft.inference.batch;

import dev.graft.inference.batch.Turns.Turn;
import java.util.List;
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
  private final Turns turns;
  private final ExecutorService threads;

  public Embedder(Limits limits) {
    admission = new Admission(limits.mostJobs(), limits.mostBytes());
    unhurried = new Admission(limits.mostUnhurried(), limits.unhurriedBytes());
    turns = new Turns(Math.min(limits.threads(), limits.passes()), (limits.threads() + 1) / 2);
    threads = Executors.newFixedThreadPool(limits.threads(), named("embed"));
    for (var thread = 0; thread < limits.threads(); thread++) {
      threads.execute(this::work);
    }
  }

  /**
   * Never blocks. The future completes on a thread of the embedder's, exceptionally only if the
   * network fails.
   */
  public CompletableFuture<Outcome> embed(Picture picture, Network network, Patience patience) {
    var job = new Job(picture, network, patience, null);
    var refusal = admission.admit(job);
    if (refusal instanceof Outcome.Overloaded && sweep(admission)) {
      refusal = admission.admit(job);
    }
    if (refusal != null) {
      job.outcome().complete(refusal);
    } else {
      begin(job);
    }
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
    if (admission.queue(job)) {
      letIn();
    } else {
      job.outcome().complete(new Outcome.Closing());
    }
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
    var refusal = unhurried.admit(job);
    if (refusal instanceof Outcome.Overloaded && sweep(unhurried)) {
      refusal = unhurried.admit(job);
    }
    if (refusal != null) {
      job.outcome().complete(refusal);
    } else if (!turns.addUnhurried(job)) {
      finish(job, new Outcome.Closing());
    }
    return job.outcome();
  }

  private void letIn() {
    for (var job : admission.letIn()) {
      job.tellInside();
      begin(job);
    }
  }

  private void begin(Job job) {
    if (!turns.add(job)) {
      finish(job, new Outcome.Closing());
    }
  }

  /** Pictures between arrival and the end of their forward pass. */
  public int queued() {
    return admission.size();
  }

  /** Pictures that have time and are not embedded yet. */
  public int unhurried() {
    return unhurried.size();
  }

  /** Lets those go that nobody waits for any more, and says whether there were any. */
  private boolean sweep(Admission bound) {
    var gone = bound.jobs().stream().filter(job -> job.abandoned().isPresent()).toList();
    gone.forEach(job -> job.abandoned().ifPresent(outcome -> finish(job, outcome)));
    return !gone.isEmpty();
  }

  private void work() {
    try {
      for (var turn = turns.next(); !(turn instanceof Turn.Leave); turn = turns.next()) {
        if (turn instanceof Turn.Prepare prepare) {
          turns.prepared(prepare.job(), prepared(prepare.job()));
        } else if (turn instanceof Turn.Pass pass) {
          compute(pass.batch());
          turns.passed();
        } else if (turn instanceof Turn.Spare spare) {
          if (prepared(spare.job())) {
            compute(List.of(spare.job()));
          }
          turns.spared();
        }
      }
    } catch (InterruptedException leave) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether a forward pass shall follow. */
  private boolean prepared(Job job) {
    try {
      if (!job.over()) {
        job.abandoned().or(job::prepare).ifPresent(end -> finish(job, end));
      }
    } catch (RuntimeException | Error broken) {
      fail(List.of(job), broken);
    }
    return !job.over();
  }

  private void compute(List<Job> batch) {
    batch.forEach(job -> job.abandoned().ifPresent(outcome -> finish(job, outcome)));
    var wanted = batch.stream().filter(job -> !job.over()).toList();
    if (wanted.isEmpty()) {
      return;
    }
    try {
      long began = System.nanoTime();
      var vectors = wanted.get(0).network.embed(wanted.stream().map(Job::pixels).toList());
      long share = (System.nanoTime() - began) / vectors.length;
      for (var i = 0; i < vectors.length; i++) {
        finish(wanted.get(i), wanted.get(i).embedded(vectors[i], share));
      }
    } catch (RuntimeException | Error broken) {
      fail(wanted, broken); // the thread goes on: one bad picture must not end it
    }
  }

  private void leave(Job job) {
    turns.remove(job);
    if (admission.leave(job)) {
      letIn();
    } else {
      unhurried.leave(job);
    }
  }

  private void finish(Job job, Outcome outcome) {
    leave(job);
    job.outcome().complete(outcome);
    job.tellInside();
  }

  private void fail(List<Job> jobs, Throwable broken) {
    jobs.forEach(
        job -> {
          leave(job);
          job.outcome().completeExceptionally(broken);
          job.tellInside();
        });
  }

  /** Finishes what is ready, refuses the rest. */
  @Override
  public void close() {
    admission.close();
    unhurried.close();
    turns.close().forEach(job -> finish(job, new Outcome.Closing()));
    threads.shutdown();
    try {
      if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    admission.jobs().forEach(job -> finish(job, new Outcome.Closing()));
    unhurried.jobs().forEach(job -> finish(job, new Outcome.Closing()));
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
