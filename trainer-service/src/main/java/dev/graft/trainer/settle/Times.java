package dev.graft.trainer.settle;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Event times as they order facts. */
final class Times {
  private Times() {}

  static int compare(Timestamp a, Timestamp b) {
    int seconds = Long.compare(a.getSeconds(), b.getSeconds());
    return seconds != 0 ? seconds : Integer.compare(a.getNanos(), b.getNanos());
  }

  /** The fact's own time, or the record's where it has none. */
  static Timestamp orElse(boolean given, Timestamp own, Instant recorded) {
    return given ? own : of(recorded);
  }

  static Timestamp of(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }
}
