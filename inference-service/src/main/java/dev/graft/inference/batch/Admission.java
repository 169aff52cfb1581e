package dev.graft.inference.batch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may wait, and who is next. Everything between arrival and the end of the forward pass counts,
 * in jobs and in encoded bytes; one job is always taken, however large. Guarded by its own monitor.
 */
final class Admission {

  private final int mostJobs;
  private final long mostBytes;
  private final Set<Job> inside = new LinkedHashSet<>();
  private final ArrayDeque<Job> ready = new ArrayDeque<>();
  private long bytes;
  private boolean closed;

  Admission(int mostJobs, long mostBytes) {
    this.mostJobs = mostJobs;
    this.mostBytes = mostBytes;
  }

  /** Lets a job in; null, or else why not. */
  synchronized @Nullable Outcome admit(Job job) {
    if (closed) {
      return new Outcome.Closing();
    }
    if (inside.size() >= mostJobs) {
      return new Outcome.Overloaded(
          "the queue is full with " + inside.size() + " pictures; try again later");
    }
    if (!inside.isEmpty() && bytes + job.bytes > mostBytes) {
      return new Outcome.Overloaded(
          "the queue is full with " + bytes + " bytes of pictures; try again later");
    }
    inside.add(job);
    bytes += job.bytes;
    return null;
  }

  /** Everything that is inside. */
  synchronized List<Job> jobs() {
    return List.copyOf(inside);
  }

  synchronized int size() {
    return inside.size();
  }

  synchronized void ready(Job job) {
    if (inside.contains(job)) {
      ready.add(job);
      notify();
    }
  }

  /**
   * The next job, and without waiting for more those of the same network that are ready too; empty
   * when closed.
   */
  synchronized List<Job> take() throws InterruptedException {
    while (ready.isEmpty() && !closed) {
      wait();
    }
    var batch = new ArrayList<Job>();
    var first = ready.poll();
    if (first == null) {
      return batch;
    }
    batch.add(first);
    for (Iterator<Job> next = ready.iterator();
        next.hasNext() && batch.size() < first.network.batchSize(); ) {
      var job = next.next();
      if (job.network == first.network) {
        batch.add(job);
        next.remove();
      }
    }
    return batch;
  }

  synchronized void leave(Job job) {
    if (inside.remove(job)) {
      bytes -= job.bytes;
      ready.remove(job);
    }
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
