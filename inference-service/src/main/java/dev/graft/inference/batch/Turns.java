package dev.graft.inference.batch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * What a thread that is free does next. It prepares the picture that has waited longest, until a
 * batch is ready or nothing waits; then it runs a forward pass. So a lone picture stays on one
 * thread from its bytes to its embedding, and under load the pictures that came while one was
 * prepared or embedded share a pass, without anyone waiting for a batch to fill. Pictures that have
 * time get a thread only when nothing else waits and enough others are free for what may come.
 * Guarded by its own monitor.
 */
final class Turns {

  /** One piece of work. */
  sealed interface Turn {
    /** To be followed by {@link Turns#prepared}. */
    record Prepare(Job job) implements Turn {}

    /** Of one network's; to be followed by {@link Turns#passed}. */
    record Pass(List<Job> batch) implements Turn {}

    /** From its bytes to its embedding, alone; to be followed by {@link Turns#spared}. */
    record Spare(Job job) implements Turn {}

    /** There will be no more. */
    record Leave() implements Turn {}
  }

  private final int mostPasses;
  private final int mostBusy;
  private final ArrayDeque<Job> waiting = new ArrayDeque<>();
  private final ArrayDeque<Job> ready = new ArrayDeque<>();
  private final ArrayDeque<Job> unhurried = new ArrayDeque<>();
  private int preparing;
  private int passes;
  private int spares;
  private boolean closed;

  /**
   * Nothing to do yet.
   *
   * @param mostBusy as many threads may be at work, at most, when one is spared for a picture that
   *     has time; that one included
   */
  Turns(int mostPasses, int mostBusy) {
    this.mostPasses = mostPasses;
    this.mostBusy = mostBusy;
  }

  /** False once closed. */
  synchronized boolean add(Job job) {
    if (!closed) {
      waiting.add(job);
      notify();
    }
    return !closed;
  }

  /** One that has time; false once closed. */
  synchronized boolean addUnhurried(Job job) {
    if (!closed) {
      unhurried.add(job);
      notify();
    }
    return !closed;
  }

  /** Blocks until there is something to do. After {@link #close} only passes of what is ready. */
  synchronized Turn next() throws InterruptedException {
    while (true) {
      if (passes < mostPasses && !ready.isEmpty() && (waiting.isEmpty() || full())) {
        var pass = new Turn.Pass(batch());
        passes++;
        return woken(pass);
      }
      var next = waiting.poll();
      if (next != null) {
        preparing++;
        return woken(new Turn.Prepare(next));
      }
      if (!unhurried.isEmpty() && ready.isEmpty() && maySpare()) {
        spares++;
        return woken(new Turn.Spare(unhurried.remove()));
      }
      if (closed && preparing == 0 && ready.isEmpty()) {
        return woken(new Turn.Leave());
      }
      wait();
    }
  }

  /** Whoever leaves something to do wakes one more. */
  private Turn woken(Turn turn) {
    if (closed) {
      notifyAll();
    } else if (!waiting.isEmpty() || !ready.isEmpty()) {
      notify();
    }
    return turn;
  }

  private boolean maySpare() {
    return preparing + passes + spares < mostBusy && passes + spares < mostPasses;
  }

  private boolean full() {
    var network = first().network;
    return ready.stream().filter(job -> job.network == network).count() >= most(network);
  }

  private List<Job> batch() {
    var network = first().network;
    var batch = ready.stream().filter(job -> job.network == network).limit(most(network)).toList();
    ready.removeAll(batch);
    return batch;
  }

  private Job first() {
    return ready.element();
  }

  /**
   * No more than is best for the network, and so few that every pass that may run has its share.
   */
  private int most(Network network) {
    int undone = waiting.size() + preparing + ready.size();
    int idle = Math.max(1, mostPasses - passes);
    return Math.max(1, Math.min(network.batchSize(), (undone + idle - 1) / idle));
  }

  /** A picture is prepared; whoever says so asks for the {@link #next} at once. */
  synchronized void prepared(Job job, boolean wanted) {
    preparing--;
    if (wanted) {
      ready.add(job);
    }
  }

  /** A pass is over; whoever says so asks for the {@link #next} at once. */
  synchronized void passed() {
    passes--;
  }

  /** A picture that has time is over; whoever says so asks for the {@link #next} at once. */
  synchronized void spared() {
    spares--;
  }

  /** Nobody waits for it any more. */
  synchronized void remove(Job job) {
    waiting.remove(job);
    ready.remove(job);
    unhurried.remove(job);
  }

  /** What waits is not prepared any more; returns it. */
  synchronized List<Job> close() {
    closed = true;
    var left = new ArrayList<>(waiting);
    left.addAll(unhurried);
    waiting.clear();
    unhurried.clear();
    notifyAll();
    return left;
  }
}
