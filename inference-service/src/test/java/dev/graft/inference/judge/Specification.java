package dev.graft.inference.judge;

import java.util.ArrayList;
import java.util.List;

/**
 * What a rollout should do, said as plainly as possible: numbers of versions, a rung, three grades
 * of evidence. Every call is an hour after the last, longer than any soak and shorter than any
 * watch.
 */
final class Specification {

  /** What is known of the trial. */
  enum Seen {
    UNSCORED,
    NOTHING,
    GOOD,
    BAD
  }

  private static final int SHADOW = 0;
  private static final List<String> RUNGS = List.of("0", "1", "10", "50");

  private final boolean queue;
  private long newest;
  private long stable;
  private final List<Long> past = new ArrayList<>();
  private final List<Long> waiting = new ArrayList<>();
  private long candidate; // 0: none
  private int rung;
  private long watchedAgainst; // 0: nothing is watched
  private Seen seen = Seen.UNSCORED;
  private boolean held;
  private boolean rolledBack;

  Specification(boolean queue) {
    this.queue = queue;
  }

  void release() {
    newest++;
    if (held || candidate != 0) {
      if (!queue) {
        waiting.clear();
      }
      waiting.add(newest);
    } else {
      begin(newest);
    }
    hourly();
  }

  void see(Seen evidence) {
    if (candidate != 0 || watchedAgainst != 0) {
      seen = evidence;
    }
    hourly();
  }

  void pause() {
    held = true;
    hourly();
  }

  boolean resume() {
    var possible = held;
    held = false;
    hourly();
    return possible;
  }

  boolean abort() {
    var possible = candidate != 0;
    if (possible) {
      end();
    }
    hourly();
    return possible;
  }

  boolean rollBack() {
    var earlier = past.stream().filter(version -> version < stable).findFirst();
    var possible = candidate != 0 || earlier.isPresent();
    if (possible) {
      if (candidate == 0) {
        serve(earlier.get());
      }
      end();
      held = true;
    }
    hourly();
    return possible;
  }

  boolean promote() {
    var possible = newest != 0;
    if (possible) {
      held = false;
      rolledBack = false;
      var version = candidate == 0 ? newest : candidate;
      if (candidate == 0) {
        waiting.clear();
      }
      if (version != stable) {
        var before = stable;
        var evidence = candidate == 0 ? Seen.UNSCORED : seen;
        serve(version);
        watch(before);
        seen = evidence;
      }
    }
    hourly();
    return possible;
  }

  /** With the first share, and only by what labels say from now on. */
  boolean tryOut() {
    var version = candidate == 0 ? newest : candidate;
    var possible = stable != 0 && version != stable && (candidate == 0 || rung == SHADOW);
    if (possible) {
      end();
      candidate = version;
      rung = 1;
      seen = Seen.NOTHING;
      waiting.remove((Long) version);
      held = false;
      rolledBack = false;
    }
    hourly();
    return possible;
  }

  /** Worse goes; better climbs one rung; whoever waits begins when nobody else is on trial. */
  private void hourly() {
    var bad = seen == Seen.BAD;
    if (candidate != 0 && bad) {
      end();
    } else if (watchedAgainst != 0 && bad && !held) {
      serve(watchedAgainst);
      end();
    } else if (candidate != 0 && !held && seen != Seen.UNSCORED) {
      climb();
    }
    while (!held && candidate == 0 && !waiting.isEmpty()) {
      begin(waiting.remove(0));
    }
  }

  private void climb() {
    if (rung == SHADOW) {
      rung = 1; // free, once log shadow is done
    } else if (seen == Seen.GOOD && rung < RUNGS.size() - 1) {
      rung++;
    } else if (seen == Seen.GOOD) {
      var before = stable;
      serve(candidate);
      watch(before);
      seen = Seen.GOOD;
    }
  }

  private void begin(long version) {
    end();
    rolledBack = false;
    if (stable == 0) {
      stable = version;
    } else {
      candidate = version;
      rung = SHADOW;
    }
  }

  private void watch(long before) {
    candidate = 0;
    watchedAgainst = before;
  }

  private void end() {
    candidate = 0;
    watchedAgainst = 0;
    seen = Seen.UNSCORED;
    rolledBack = true;
  }

  private void serve(long version) {
    past.remove(version);
    if (stable != 0) {
      past.add(0, stable);
    }
    stable = version;
  }

  String line() {
    var phase = candidate == 0 ? settled() : rung == SHADOW ? "SHADOW" : "CANARY";
    return (held ? "HELD" : phase)
        + " "
        + stable
        + (candidate == 0 ? "" : " candidate " + candidate + " at " + RUNGS.get(rung) + " %");
  }

  private String settled() {
    return stable == 0 ? "EMPTY" : rolledBack ? "ROLLED_BACK" : "STABLE";
  }
}
