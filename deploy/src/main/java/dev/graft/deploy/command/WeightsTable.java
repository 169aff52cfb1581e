package dev.graft.deploy.command;

import dev.graft.deploy.weights.Added;
import dev.graft.vision.catalogue.Catalogue;
import dev.graft.vision.catalogue.PublishedWeights;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Weights in rows: those of the catalogue, and what was added from files of people's own. */
final class WeightsTable {
  private static final String ROW = "%-44s %-20s %7s  %-13s %s";

  private WeightsTable() {}

  /**
   * A heading and a row for each.
   *
   * @param published which of the catalogue
   * @param added by name
   */
  static List<String> rows(List<PublishedWeights> published, Map<String, Added> added) {
    var heading = ROW.formatted("WEIGHTS", "NETWORK", "TOP-1", "LICENCE", "WHERE");
    var own =
        added.entrySet().stream()
            .filter(one -> Catalogue.find(one.getKey()).isEmpty())
            .map(
                one ->
                    ROW.formatted(
                        one.getKey(), one.getValue().architecture(), "", "not known", "added"));
    return Stream.of(
            Stream.of(heading), published.stream().map(weights -> row(weights, added)), own)
        .flatMap(rows -> rows)
        .toList();
  }

  private static String row(PublishedWeights weights, Map<String, Added> added) {
    return ROW.formatted(
        weights.name(),
        weights.architecture(),
        weights.top1() == null ? "" : String.format(Locale.ROOT, "%.3f", weights.top1()),
        weights.licence(),
        where(weights, added));
  }

  private static String where(PublishedWeights weights, Map<String, Added> added) {
    if (added.containsKey(weights.name())) {
      return "added";
    }
    return weights.hub() != null ? "on the hub" : "a checkpoint, to be converted";
  }
}
