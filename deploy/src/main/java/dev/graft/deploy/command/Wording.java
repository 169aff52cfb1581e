package dev.graft.deploy.command;

import com.google.protobuf.Timestamp;
import dev.graft.v1.PairCounts;
import dev.graft.v1.RecordPlace;
import dev.graft.v1.RolloutState;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** How times, shares, counts and phases are written for people, everywhere alike. */
final class Wording {
  private static final int SHORT_DIGEST = 12;
  private static final double MUCH = 1000;

  private Wording() {}

  /** To the second. */
  static Instant time(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds()).truncatedTo(ChronoUnit.SECONDS);
  }

  /** The two largest units: 45s, 12m 3s, 3h 20m, 2d 4h. */
  static String period(Duration period) {
    if (period.toDays() > 0) {
      return period.toDays() + "d " + period.toHoursPart() + "h";
    }
    if (period.toHours() > 0) {
      return period.toHours() + "h " + period.toMinutesPart() + "m";
    }
    return period.toMinutes() > 0
        ? period.toMinutes() + "m " + period.toSecondsPart() + "s"
        : Math.max(0, period.toSeconds()) + "s";
  }

  static String phase(RolloutState.Phase phase) {
    return phase.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Of the requests, without rounding. */
  static String percent(double share) {
    return new BigDecimal(String.valueOf(share))
            .movePointRight(2)
            .stripTrailingZeros()
            .toPlainString()
        + " %";
  }

  /** Accuracy of one less that of the other. */
  static String effect(PairCounts pairs) {
    long all = pairs.getBetter() + pairs.getWorse() + pairs.getSame();
    double points = all == 0 ? 0 : 100.0 * (pairs.getBetter() - pairs.getWorse()) / all;
    return String.format(Locale.ROOT, "%+.1f points", points);
  }

  static String pairs(PairCounts pairs) {
    return "%d better, %d worse, %d same: effect %s"
        .formatted(pairs.getBetter(), pairs.getWorse(), pairs.getSame(), effect(pairs));
  }

  /** A capital that began with 1. */
  static String evidence(double capital) {
    return capital >= MUCH ? "over 1000" : decimal(capital, 1);
  }

  static String decimal(double value, int places) {
    return BigDecimal.valueOf(value).setScale(places, RoundingMode.HALF_EVEN).toPlainString();
  }

  static String shortened(String digest) {
    return digest.substring(0, Math.min(SHORT_DIGEST, digest.length()));
  }

  static String place(RecordPlace place) {
    return "%s/%d/%d".formatted(place.getTopic(), place.getPartition(), place.getOffset());
  }
}
