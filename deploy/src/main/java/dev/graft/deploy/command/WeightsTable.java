package dev.graft.deploy.command;

import dev.graft.deploy.weights.Added;
import dev.graft.vision.catalogue.Catalogue;
import dev.graft.vision.catalogue.PublishedWeights;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
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
   * @param place in words for the last column
   */
  static List<String> rows(
      List<PublishedWeights> published,
      Map<String, Added> added,
      Function<PublishedWeights, String> place) {
    var heading = ROW.formatted("WEIGHTS", "NETWORK", "TOP-1", "LICENCE", "WHERE");
    var own =
        added.entrySet().stream()
            .filter(one -> Catalogue.find(one.getKey()).isEmpty())
            .map(
                one ->
                    ROW.formatted(
                        one.getKey(), one.getValue().architecture(), "", "not known", "added"));
    return Stream.of(
            Stream.of(heading), published.stream().map(weights -> row(weights, added, place)), own)
        .flatMap(rows -> rows)
        .toList();
  }

  /** Whether they can be fetched as they are. */
  static String kind(PublishedWeights weights) {
    return weights.hub() != null ? "on the hub" : "a checkpoint, to be converted";
  }

  /** Where exactly they are. */
  static String address(PublishedWeights weights) {
    return weights.url(BackboneAdd.HUB).orElseGet(() -> String.valueOf(weights.checkpoint()));
  }

  private static String row(
      PublishedWeights weights,
      Map<String, Added> added,
      Function<PublishedWeights, String> place) {
    return ROW.formatted(
        weights.name(),
        weights.architecture(),
        weights.top1() == null ? "" : String.format(Locale.ROOT, "%.3f", weights.top1()),
        weights.licence(),
        added.containsKey(weights.name()) ? "added" : place.apply(weights));
  }
}
