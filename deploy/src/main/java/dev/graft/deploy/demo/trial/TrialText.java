package dev.graft.deploy.demo.trial;

import dev.graft.deploy.demo.trial.TrialReport.Candidacy;
import dev.graft.deploy.demo.trial.TrialReport.End;
import dev.graft.deploy.demo.trial.TrialReport.Pairs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A trial in a few lines for people. */
final class TrialText {
  private TrialText() {}

  /** Titles and what stands behind them, in order. */
  static Map<String, String> lines(TrialReport report) {
    var lines = new LinkedHashMap<String, String>();
    var bad = report.bad();
    lines.put("a bad version", "version %d, from shuffled labels".formatted(bad.version()));
    lines.put("  the gate", report.gateHeldBack() ? "held it back" : "did NOT hold it back");
    lines.put("  log shadow", logShadow(bad, report.caughtInLogShadow()));
    lines.put("  forced into canary", canary(bad));
    var good = report.good();
    lines.put("a good version", "version %d, labels corrected".formatted(good.version()));
    lines.put("  its log shadow", pairs(good.logShadow()));
    lines.put("  its canary", canary(good));
    return lines;
  }

  private static String logShadow(Candidacy candidacy, boolean caught) {
    return pairs(candidacy.logShadow())
        + (caught ? "; taken back before it served anybody" : "; NOT taken back");
  }

  private static String pairs(Pairs pairs) {
    return "%d better, %d worse, %d same on stored images"
        .formatted(pairs.better(), pairs.worse(), pairs.same());
  }

  private static String canary(Candidacy candidacy) {
    return "%s; %s after %d labels"
        .formatted(shares(candidacy.shares()), ended(candidacy.end()), candidacy.labels());
  }

  /** Of a canary alone. */
  static String shares(List<Exposure.Share> shares) {
    return "answered "
        + shares.stream()
            .filter(Exposure.Share::some)
            .map(TrialText::share)
            .collect(Collectors.joining(", "));
  }

  private static String share(Exposure.Share share) {
    return String.format(
        Locale.ROOT,
        "%d of %d requests at %.0f %% (%d at most by chance)",
        share.served(),
        share.requests(),
        100 * share.allowed(),
        share.most());
  }

  private static String ended(End end) {
    return switch (end) {
      case ROLLED_BACK -> "rolled back";
      case PROMOTED -> "promoted";
      case OTHERWISE -> "neither rolled back nor promoted by the judge";
    };
  }
}
