package dev.graft.inference.batch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may wait. Everything between arrival and the end of the forward pass counts, in jobs and in
 * encoded bytes; one job is always taken, however large. Jobs that wait for room have at most half
 * of it, so that those who are refused instead find the other half. Guarded by its own monitor.
 */
final class Admission {

  private final int mostJobs;
  private final long mostBytes;
  private final Set<Job> inside = new LinkedHashSet<>();
  private final ArrayDeque<Job> outside = new ArrayDeque<>();
  private long bytes;
  private int patientJobs; // those inside that had to wait, or would have
  private long patientBytes;
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
    add(job);
    return null;
  }

  /** Puts a job that waits at the end of the line; false when closed. */
  synchronized boolean queue(Job job) {
    return !closed && outside.add(job);
  }

  /** Lets in those in line for whom there is room now. */
  synchronized List<Job> letIn() {
    var entering = new ArrayList<Job>();
    for (var next = outside.peek();
        next != null && !closed && roomFor(next);
        next = outside.peek()) {
      outside.remove();
      add(next);
      entering.add(next);
    }
    return entering;
  }

  private boolean roomFor(Job patient) {
    return inside.isEmpty()
        || inside.size() < mostJobs
            && bytes + patient.bytes <= mostBytes
            && (patientJobs == 0
                || patientJobs < mostJobs / 2 && patientBytes + patient.bytes <= mostBytes / 2);
  }

  private void add(Job job) {
    inside.add(job);
    bytes += job.bytes;
    if (job.waits()) {
      patientJobs++;
      patientBytes += job.bytes;
    }
  }

  /** Everything that is inside, or in line. */
  synchronized List<Job> jobs() {
    var jobs = new ArrayList<>(inside);
    jobs.addAll(outside);
    return jobs;
  }

  synchronized int size() {
    return inside.size();
  }

  /** False: it was neither inside nor in line. */
  synchronized boolean leave(Job job) {
    if (!inside.remove(job)) {
      return outside.remove(job);
    }
    bytes -= job.bytes;
    if (job.waits()) {
      patientJobs--;
      patientBytes -= job.bytes;
    }
    return true;
  }

  synchronized void close() {
    closed = true;
  }
}
