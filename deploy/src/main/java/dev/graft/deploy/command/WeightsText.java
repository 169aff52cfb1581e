package dev.graft.deploy.command;

import dev.graft.deploy.weights.AddWeights;
import dev.graft.vision.catalogue.PublishedWeights;
import dev.graft.vision.picture.Preprocessing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Weights in words. */
final class WeightsText {
  private WeightsText() {}

  /** What was added, and how to use it. */
  static List<String> added(AddWeights.Result result) {
    var checked = result.checked();
    var network = checked.architecture();
    var lines = new ArrayList<String>();
    lines.add("added " + result.name());
    lines.add(
        "  network   %s: %,d parameters without classifier, embeddings of %d"
            .formatted(
                network.name(),
                network
                    .network(0)
                    .outline(network.inputSize(), network.inputSize())
                    .trunkParameters(),
                network.width()));
    lines.add(
        "  file      %.1f MB of %s, %s%s"
            .formatted(
                result.bytes() / 1e6,
                checked.dtypes().stream()
                    .map(Enum::name)
                    .sorted()
                    .collect(Collectors.joining(", ")),
                checked.classes() == 0
                    ? "no classifier"
                    : "a classifier of %,d classes (not used)".formatted(checked.classes()),
                checked.renamed() ? ", not under torchvision's names of today" : ""));
    lines.add("  sha256    " + checked.digest() + trust(result.trust()));
    var published = result.published();
    if (published == null) {
      lines.add("  licence   not known: these weights are not in the catalogue");
    } else {
      lines.addAll(facts(published));
    }
    lines.add("  use it    graft task create ID --classes A,B --weights " + result.name());
    return lines;
  }

  private static String trust(AddWeights.Trust trust) {
    return switch (trust) {
      case PINNED -> ", as the catalogue says";
      case SEEN_BEFORE -> ", as when it was first added here";
      case FIRST -> ", recorded: from now on the name means this";
    };
  }

  /** What the catalogue says, a line each. */
  static List<String> facts(PublishedWeights published) {
    var lines = new ArrayList<String>();
    lines.add(
        "  licence   "
            + published.licence()
            + (published.nonCommercial() ? " (not for commercial use)" : "")
            + ", "
            + published.source());
    lines.add("  recipe    " + published.recipe());
    lines.add("  accuracy  " + accuracy(published));
    lines.add("  pictures  " + pictures(published.preprocessing()));
    return lines;
  }

  private static String accuracy(PublishedWeights published) {
    return published.top1() == null
        ? "none published: only its features are of use"
        : String.format(
            Locale.ROOT,
            "%.3f %% top-1, %.3f %% top-5 on ImageNet-1k, as published",
            published.top1(),
            published.top5());
  }

  /** How they are prepared. */
  static String pictures(Preprocessing preprocessing) {
    return "short side to %d, %s, centre of %dx%d, mean %s, std %s"
        .formatted(
            preprocessing.resize(),
            preprocessing.interpolation().name().toLowerCase(Locale.ROOT),
            preprocessing.crop(),
            preprocessing.crop(),
            preprocessing.mean(),
            preprocessing.std());
  }

  static Map<String, Object> json(AddWeights.Result result) {
    var json = new LinkedHashMap<String, Object>();
    json.put("name", result.name());
    json.put("architecture", result.added().architecture());
    json.put("digest", result.added().digest());
    json.put("bytes", result.bytes());
    json.put("classes", result.checked().classes());
    json.put("trust", result.trust().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    json.put("from", result.added().from());
    var published = result.published();
    if (published != null) {
      json.put("licence", published.licence());
      json.put("source", published.source());
      json.put("recipe", published.recipe());
      json.put("preprocessing", published.preprocessing());
    }
    return json;
  }
}
