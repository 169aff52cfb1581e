package dev.graft.trainer.stream;

import dev.graft.trainer.dataset.Row;
import dev.graft.trainer.dataset.Wish;
import dev.graft.trainer.plan.Drift;
import dev.graft.trainer.v1.TuneLedger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How far a task's recent pictures have drifted from those of its last fine-tune, measured anew
 * when enough has come. Only the stream's thread asks.
 */
final class RecentPictures {
  /** Changes of the examples between two measurements, each of which takes tens of milliseconds. */
  private static final int ANEW = 16;

  private @Nullable Measurement last;

  private record Measurement(long sequence, long sequenceThen, String space, OptionalDouble drift) {
    boolean stillHolds(long now, long then, String wanted) {
      return now - sequence < ANEW && sequenceThen == then && space.equals(wanted);
    }
  }

  /** Empty where there was no fine-tune, or too little has come since. */
  OptionalDouble drift(TaskDesk desk, Wish wish) {
    TuneLedger tune = desk.ledger().getTune();
    long then = tune.getSequenceThen();
    long now = desk.examples().sequence();
    if (then == 0 || now - then < Drift.LEAST) {
      return OptionalDouble.empty();
    }
    Measurement known = last;
    if (known == null || !known.stillHolds(now, then, wish.space())) {
      known = new Measurement(now, then, wish.space(), measured(desk, wish, then));
      last = known;
    }
    return known.drift();
  }

  private static OptionalDouble measured(TaskDesk desk, Wish wish, long then) {
    var earlier = new ArrayList<Drift.Example>();
    var since = new ArrayList<Row>();
    for (Row row : desk.examples().snapshot().rows()) {
      if (wish.takes(row) && came(row) > then) {
        since.add(row);
      } else if (wish.takes(row)) {
        earlier.add(example(row, wish));
      }
    }
    since.sort(Comparator.comparingLong(RecentPictures::came).reversed());
    List<Drift.Example> recent = since.stream().map(row -> example(row, wish)).toList();
    return Drift.of(earlier, recent);
  }

  /** When it became an example; of old ones only the last change is known. */
  private static long came(Row row) {
    return row.added() == 0 ? row.sequence() : row.added();
  }

  private static Drift.Example example(Row row, Wish wish) {
    return new Drift.Example(row.className(), row.in(wish.space()).orElseThrow().vector());
  }
}
