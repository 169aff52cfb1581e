package dev.graft.inference.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.inference.evidence.Pairs;
import dev.graft.inference.evidence.SequentialTest;
import dev.graft.inference.judge.Specification.Seen;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Releases, labels and commands in any order: the judge does what its specification does. */
class JudgeModelTest {

  /** What can happen. */
  enum Happening {
    RELEASE,
    RELEASE_AGAIN,
    NO_LABELS,
    GOOD_LABELS,
    BAD_LABELS,
    HOUR,
    PAUSE,
    RESUME,
    ABORT,
    ROLL_BACK,
    PROMOTE,
    TRY_OUT,
    PROMOTE_BELIEVING_ANOTHER
  }

  @Property(tries = 2000, seed = "20261127")
  void doesWhatTheSpecificationDoes(
      @ForAll @Size(max = 40) List<Happening> happenings, @ForAll boolean queue) {
    var said = new Specification(queue);
    var task = new Task(policy(queue));
    var released = 0;
    for (var happening : happenings) {
      released += happening == Happening.RELEASE ? 1 : 0;
      happen(happening, said, task, released);
      assertEquals(said.line(), task.line(), () -> "after " + happening + " of " + happenings);
    }
    everyChangeCountsAndSaysWhy(task.history());
  }

  private static void happen(Happening happening, Specification said, Task task, int released) {
    switch (happening) {
      case RELEASE -> {
        said.release();
        task.releasedTail(released);
      }
      case RELEASE_AGAIN -> {
        said.see(seen(task));
        task.on(released == 0 ? new Event.Ticked() : again(released));
      }
      case NO_LABELS -> sees(Seen.NOTHING, Task.NOTHING_YET, said, task);
      case GOOD_LABELS -> sees(Seen.GOOD, Task.GOOD, said, task);
      case BAD_LABELS -> sees(Seen.BAD, Task.BAD, said, task);
      case HOUR -> {
        said.see(seen(task));
        task.after(Duration.ofHours(1));
      }
      case PROMOTE_BELIEVING_ANOTHER -> {
        said.see(seen(task));
        task.told(new Command.Promote(0), new Command.Expected(1_000, 0, null));
        assertTrue(task.refusal().startsWith("the command expected version 1000"), task::refusal);
      }
      default -> commanded(happening, said, task);
    }
  }

  private static Event again(int released) {
    return new Event.Published(Task.version(released, "space-" + released), true);
  }

  private static void commanded(Happening happening, Specification said, Task task) {
    switch (happening) {
      case PAUSE -> {
        said.pause();
        task.told(new Command.Pause());
      }
      case RESUME -> obeys(said.resume(), task.told(new Command.Resume()));
      case ABORT -> obeys(said.abort(), task.told(new Command.Abort()));
      case ROLL_BACK -> obeys(said.rollBack(), task.told(new Command.RollBack(0)));
      case PROMOTE -> obeys(said.promote(), task.told(new Command.Promote(0)));
      case TRY_OUT -> obeys(said.tryOut(), task.told(new Command.TryOut(0)));
      default -> throw new AssertionError(happening);
    }
  }

  private static void obeys(boolean possible, Task task) {
    assertEquals(possible, task.refusal().isEmpty(), task::refusal);
  }

  private static void sees(Seen what, Evidence evidence, Specification said, Task task) {
    said.see(what);
    task.seen(evidence);
  }

  /** Nothing new: what the judge knows already. */
  private static Seen seen(Task task) {
    var trial = task.rollout().trial();
    if (trial == null || !trial.evidence().logShadowDone()) {
      return Seen.UNSCORED;
    }
    return trial.evidence().live().equals(Pairs.NONE)
        ? Seen.NOTHING
        : trial.evidence().live().better() > trial.evidence().live().worse() ? Seen.GOOD : Seen.BAD;
  }

  private static void everyChangeCountsAndSaysWhy(List<Rollout> history) {
    for (var i = 0; i < history.size(); i++) {
      var told = history.get(i).told();
      assertEquals(i + 1, told.revision());
      assertTrue(!told.why().isEmpty() && !told.by().isEmpty(), told::toString);
    }
  }

  private static Policy policy(boolean queue) {
    return new Policy(
        Plan.DIRECT,
        Plan.CANARY,
        queue ? Policy.Overlap.QUEUE : Policy.Overlap.LATEST,
        SequentialTest.DEFAULT,
        GuardLimits.DEFAULT,
        Duration.ofDays(365),
        Duration.ofDays(365),
        Duration.ZERO,
        Duration.ofDays(365));
  }
}
