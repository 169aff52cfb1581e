package dev.graft.deploy.command;

import com.google.protobuf.util.Timestamps;
import dev.graft.deploy.Failure;
import dev.graft.deploy.rejects.Found;
import dev.graft.deploy.rejects.RejectId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which rejects are meant; all that is given must hold. */
final class RejectFilter {
  @Option(
      names = {"--class", "--fault"},
      paramLabel = "FAULT",
      description = "Only of this kind, e.g. blob-missing.")
  private @Nullable String fault;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Only those whose reason has this in it, in any case.")
  private @Nullable String reason;

  @Option(names = "--topic", paramLabel = "TOPIC", description = "Only those from this topic.")
  private @Nullable String topic;

  @Option(names = "--key", paramLabel = "KEY", description = "Only those with this record key.")
  private @Nullable String key;

  @Option(
      names = "--since",
      paramLabel = "WHEN",
      description = "Only those refused since then: 90s, 15m, 2h, 3d ago, or 2026-01-31T12:00:00Z.")
  private @Nullable String since;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "Only this one, as the list shows it, or TOPIC/PARTITION/OFFSET of its source.")
  private @Nullable String id;

  /** Whether anything was asked for. */
  boolean chooses() {
    return fault != null
        || reason != null
        || topic != null
        || key != null
        || since != null
        || id != null;
  }

  Predicate<Found> predicate(Instant now) {
    var from = since == null ? null : instant(since, now);
    var place = id == null ? null : place(id);
    return found -> {
      var reject = found.reject();
      return (fault == null || reject.getFault().equals(fault))
          && (reason == null || lower(reject.getReason()).contains(lower(reason)))
          && (topic == null || reject.getSourceTopic().equals(topic))
          && (key == null || reject.getKey().toStringUtf8().equals(key))
          && (from == null || Timestamps.toMillis(reject.getTime()) >= from.toEpochMilli())
          && (place == null || found.isAt(place));
    };
  }

  static RejectId place(String text) {
    return RejectId.parse(text)
        .orElseThrow(
            () ->
                new Failure(
                    text
                        + " is no id of a reject: 3/17 is, as the list shows it,"
                        + " or graft.inbox/3/17 for where it came from"));
  }

  static Instant instant(String text, Instant now) {
    try {
      return text.matches("\\d+[dhmsDHMS]") ? now.minus(Period.of(text)) : Instant.parse(text);
    } catch (DateTimeException e) {
      throw new Failure(text + " is no time: 15m, 2h and 3d ago are, and 2026-01-31T12:00:00Z", e);
    }
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
