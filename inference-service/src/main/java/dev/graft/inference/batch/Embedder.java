package dev.graft.inference.batch;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Embeds pictures for concurrent requests. Decoders prepare them in parallel; workers take what is
 * ready, at most a batch of one network, and never wait for a batch to fill. Beyond the bound a
 * picture is not taken; one that nobody waits for any more is not computed.
 */
public final class Embedder implements AutoCloseable {

  /**
   * How much may wait, and who works.
   *
   * @param mostJobs most pictures between arrival and the end of their forward pass
   * @param mostBytes most encoded bytes of them
   * @param decoders threads that decode
   * @param workers threads that run forward passes
   */
  public record Limits(int mostJobs, long mostBytes, int decoders, int workers) {}

  private final Admission admission;
  private final ExecutorService decoders;
  private final ExecutorService workers;

  public Embedder(Limits limits) {
    admission = new Admission(limits.mostJobs(), limits.mostBytes());
    decoders = Executors.newFixedThreadPool(limits.decoders(), named("decoder"));
    workers = Executors.newFixedThreadPool(limits.workers(), named("forward"));
    for (var worker = 0; worker < limits.workers(); worker++) {
      workers.execute(this::work);
    }
  }

  /**
   * Never blocks. The future completes on a thread of the embedder's, exceptionally only if the
   * network fails.
   */
  public CompletableFuture<Outcome> embed(byte[] encoded, Network network, Patience patience) {
    var job = new Job(encoded, network, patience, null);
    var refusal = admission.admit(job);
    if (refusal instanceof Outcome.Overloaded && sweep()) {
      refusal = admission.admit(job);
    }
    if (refusal != null) {
      job.outcome().complete(refusal);
    } else {
      decode(job);
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
      byte[] encoded, Network network, Patience patience, Runnable inside) {
    var job = new Job(encoded, network, patience, inside);
    if (admission.queue(job)) {
      letIn();
    } else {
      job.outcome().complete(new Outcome.Closing());
    }
    return job.outcome();
  }

  private void letIn() {
    for (var job : admission.letIn()) {
      job.tellInside();
      decode(job);
    }
  }

  private void decode(Job job) {
    try {
      decoders.execute(() -> prepare(job));
    } catch (RejectedExecutionException closing) {
      finish(job, new Outcome.Closing());
    }
  }

  /** Pictures between arrival and the end of their forward pass. */
  public int queued() {
    return admission.size();
  }

  /** Lets those go that nobody waits for any more, and says whether there were any. */
  private boolean sweep() {
    var gone = admission.jobs().stream().filter(job -> job.abandoned().isPresent()).toList();
    gone.forEach(job -> job.abandoned().ifPresent(outcome -> finish(job, outcome)));
    return !gone.isEmpty();
  }

  private void prepare(Job job) {
    try {
      if (job.over()) {
        return;
      }
      job.abandoned()
          .or(job::prepare)
          .ifPresentOrElse(end -> finish(job, end), () -> admission.ready(job));
    } catch (RuntimeException | Error broken) {
      fail(List.of(job), broken);
    }
  }

  private void work() {
    try {
      for (var batch = admission.take(); !batch.isEmpty(); batch = admission.take()) {
        compute(batch);
      }
    } catch (InterruptedException leave) {
      Thread.currentThread().interrupt();
    }
  }

  private void compute(List<Job> batch) {
    batch.forEach(job -> job.abandoned().ifPresent(outcome -> finish(job, outcome)));
    var wanted = batch.stream().filter(job -> !job.over()).toList();
    if (wanted.isEmpty()) {
      return;
    }
    try {
      var vectors = wanted.get(0).network.embed(wanted.stream().map(Job::pixels).toList());
      for (var i = 0; i < vectors.length; i++) {
        finish(wanted.get(i), new Outcome.Embedded(vectors[i]));
      }
    } catch (RuntimeException | Error broken) {
      fail(wanted, broken); // the worker goes on: one bad picture must not end it
    }
  }

  private void finish(Job job, Outcome outcome) {
    admission.leave(job);
    letIn();
    job.outcome().complete(outcome);
    job.tellInside();
  }

  private void fail(List<Job> jobs, Throwable broken) {
    jobs.forEach(
        job -> {
          admission.leave(job);
          letIn();
          job.outcome().completeExceptionally(broken);
          job.tellInside();
        });
  }

  /** Finishes what is ready, refuses the rest. */
  @Override
  public void close() {
    admission.close();
    decoders.shutdown();
    workers.shutdown();
    awaitQuietly(workers);
    decoders.shutdownNow();
    admission.jobs().forEach(job -> finish(job, new Outcome.Closing()));
  }

  private static void awaitQuietly(ExecutorService workers) {
    try {
      if (!workers.awaitTermination(10, TimeUnit.SECONDS)) {
        workers.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
