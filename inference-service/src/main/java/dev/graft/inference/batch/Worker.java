package dev.graft.inference.batch;

import dev.graft.inference.batch.Turns.Turn;
import java.util.List;

/** What each thread does: prepares pictures and runs forward passes until there are no more. */
record Worker(Turns turns, Passage passage) implements Runnable {

  @Override
  public void run() {
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
        job.abandoned().or(job::prepare).ifPresent(end -> passage.finish(job, end));
      }
    } catch (RuntimeException | Error broken) {
      passage.fail(List.of(job), broken);
    }
    return !job.over();
  }

  private void compute(List<Job> batch) {
    batch.forEach(job -> job.abandoned().ifPresent(outcome -> passage.finish(job, outcome)));
    var wanted = batch.stream().filter(job -> !job.over()).toList();
    if (wanted.isEmpty()) {
      return;
    }
    try {
      long began = System.nanoTime();
      var vectors = wanted.get(0).network.embed(wanted.stream().map(Job::pixels).toList());
      long share = (System.nanoTime() - began) / vectors.length;
      for (var i = 0; i < vectors.length; i++) {
        passage.finish(wanted.get(i), wanted.get(i).embedded(vectors[i], share));
      }
    } catch (RuntimeException | Error broken) {
      passage.fail(wanted, broken); // the thread goes on: one bad picture must not end it
    }
  }
}
