package dev.graft.events;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Between Java's instants and the wire's. */
public final class Times {
  private Times() {}

  public static Timestamp of(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  public static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
