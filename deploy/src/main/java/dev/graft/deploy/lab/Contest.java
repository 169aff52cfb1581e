package dev.graft.deploy.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Ways to learn against the head alone, one after the other, within a time. The likeliest comes
 * first, and whether it is better than the head alone is asked of more pictures before a dearer one
 * is tried.
 */
final class Contest {
  private final TuneGround ground;
  private final LabOptions options;
  private final Deadline deadline;
  private final FineTunes tunes;
  private final TuneTime time;
  private final List<Entry> entries = new ArrayList<>(); // the head alone first
  private final List<Answers> answers = new ArrayList<>();
  private final List<FineTunes.Trained> trained = new ArrayList<>(); // one fewer
  private FurtherFifths.@Nullable Opinion onTheFirst;

  Contest(TuneGround ground, LabOptions options, Deadline deadline, Entry features) {
    this.ground = ground;
    this.options = options;
    this.deadline = deadline;
    this.tunes = new FineTunes(ground, options);
    this.time = new TuneTime(ground, deadline);
    entries.add(features);
    answers.add(ground.alone());
  }

  List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** Trains a way, unless there is no time for it. */
  void enter(Way way, List<String> remarks) throws IOException, InterruptedException {
    int best = Choice.of(answers);
    double otherRefit = best == 0 ? 0 : time.refit(trained.get(best - 1));
    OptionalInt epochs = time.epochs(way, otherRefit);
    if (epochs.isEmpty()) {
      remarks.add(time.skipped(way));
      return;
    }
    var one = tunes.trained(way, epochs.getAsInt(), time.until(way, otherRefit));
    time.saw(one);
    trained.add(one);
    answers.add(one.validation());
    entries.add(one.entry());
    options.say().accept(Said.of(one.entry()));
    if (trained.size() == 1) {
      onTheFirst = FurtherFifths.of(ground, one, options, time);
    }
  }

  /** The entry that is chosen; a fine-tune has learned from all train pictures, if it may. */
  Entry decided() throws IOException, InterruptedException {
    int index = Choice.fineTune(answers);
    if (index == 0) {
      return entries.get(0);
    }
    var best = trained.get(index - 1);
    var opinion =
        index == 1 && onTheFirst != null
            ? onTheFirst
            : FurtherFifths.of(ground, best, options, time);
    Entry judged = opinion.noted(opinion.forFineTuning() ? refitted(best) : best.entry());
    entries.set(index, judged);
    return opinion.forFineTuning() ? judged : entries.get(0);
  }

  private Entry refitted(FineTunes.Trained best) throws IOException, InterruptedException {
    return time.refit(best) > deadline.left().toMillis() / 1e3
        ? Refit.noted(best.entry(), "no time was left for a refit on all train pictures")
        : Refit.of(ground, best, deadline);
  }
}
