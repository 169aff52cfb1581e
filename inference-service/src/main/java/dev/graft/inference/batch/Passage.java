package dev.graft.inference.batch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way of a picture: into its bound, to the threads by their {@link Turns}, and out with an
 * outcome, which makes room for the next.
 */
final class Passage {

  private final Admission admission;
  private final Admission unhurried;
  private final Turns turns;

  /**
   * Nobody is on the way yet.
   *
   * @param admission bound of those that are waited for
   * @param unhurried bound of those that have time
   */
  Passage(Admission admission, Admission unhurried, Turns turns) {
    this.admission = admission;
    this.unhurried = unhurried;
    this.turns = turns;
  }

  /** Refuses where there is no room. */
  void enter(Job job) {
    var refusal = refusal(admission, job);
    if (refusal != null) {
      job.outcome().complete(refusal);
    } else {
      begin(job);
    }
  }

  /** Keeps it in line where there is no room. */
  void enterInTurn(Job job) {
    if (admission.queue(job)) {
      letIn();
    } else {
      job.outcome().complete(new Outcome.Closing());
    }
  }

  /** Refuses where there is no room for one that has time. */
  void enterUnhurried(Job job) {
    var refusal = refusal(unhurried, job);
    if (refusal != null) {
      job.outcome().complete(refusal);
    } else if (!turns.addUnhurried(job)) {
      finish(job, new Outcome.Closing());
    }
  }

  /** Null: it is in. */
  private @Nullable Outcome refusal(Admission bound, Job job) {
    var refusal = bound.admit(job);
    return refusal instanceof Outcome.Overloaded && sweep(bound) ? bound.admit(job) : refusal;
  }

  /** Lets those go that nobody waits for any more, and says whether there were any. */
  private boolean sweep(Admission bound) {
    var gone = bound.jobs().stream().filter(job -> job.abandoned().isPresent()).toList();
    gone.forEach(job -> job.abandoned().ifPresent(outcome -> finish(job, outcome)));
    return !gone.isEmpty();
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

  private void leave(Job job) {
    turns.remove(job);
    if (admission.leave(job)) {
      letIn();
    } else {
      unhurried.leave(job);
    }
  }

  void finish(Job job, Outcome outcome) {
    leave(job);
    job.outcome().complete(outcome);
    job.tellInside();
  }

  /** The network broke under them. */
  void fail(List<Job> jobs, Throwable broken) {
    jobs.forEach(
        job -> {
          leave(job);
          job.outcome().completeExceptionally(broken);
          job.tellInside();
        });
  }

  /** Lets nobody in any more, and refuses what is not prepared yet. */
  void close() {
    admission.close();
    unhurried.close();
    turns.close().forEach(job -> finish(job, new Outcome.Closing()));
  }

  /** Refuses what is left when no thread works any more. */
  void refuseRest() {
    admission.jobs().forEach(job -> finish(job, new Outcome.Closing()));
    unhurried.jobs().forEach(job -> finish(job, new Outcome.Closing()));
  }
}
