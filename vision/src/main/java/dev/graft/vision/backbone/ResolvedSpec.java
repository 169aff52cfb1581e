package dev.graft.vision.backbone;

import dev.graft.vision.picture.Decoded;
import dev.graft.vision.picture.Fault;
import dev.graft.vision.picture.Picture;
import dev.graft.vision.picture.Preprocessing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A {@link BackboneSpec} with nothing left open. Specs that mean the same, however they are
 * spelled, resolve to equal ones.
 *
 * @param preprocessing whole
 * @param taps at least one; the usual embedding is one too
 * @param allowSmall take pictures whose short side is below the architecture's smallest size too
 */
public record ResolvedSpec(
    Architecture architecture, Preprocessing preprocessing, List<Tap> taps, boolean allowSmall) {
  /** Beyond it a pass of a single picture may need gigabytes. */
  public static final int LARGEST_SIZE = 1024;

  static final List<Tap> USUAL_TAPS = List.of(new Tap(Tap.EMBEDDING, Tap.Pooling.MEAN));

  public ResolvedSpec {
    taps = List.copyOf(taps);
  }

  /**
   * Fills in all that is left open. The weights are not looked at.
   *
   * @throws IllegalArgumentException if there is no such architecture, or the spec cannot be; it
   *     says all that is wrong
   */
  public static ResolvedSpec of(BackboneSpec spec) {
    Architecture architecture = Spaces.architecture(spec.name());
    var wrong = new ArrayList<String>();
    var taps = taps(architecture, spec.taps(), wrong);
    Preprocessing usual = usual(architecture, spec.input().weightSet(), wrong);
    checkSize(architecture, spec.input().size(), wrong);
    if (wrong.isEmpty()) {
      Preprocessing whole = InputDefaults.filled(spec.input(), usual);
      return new ResolvedSpec(architecture, whole, taps, spec.input().allowSmall());
    }
    throw new IllegalArgumentException(String.join("; ", wrong));
  }

  /** As the usual weights of an architecture were trained. */
  static ResolvedSpec usual(Architecture architecture) {
    return new ResolvedSpec(architecture, architecture.preprocessing(), USUAL_TAPS, false);
  }

  private static Preprocessing usual(
      Architecture architecture, String weightSet, List<String> wrong) {
    if (weightSet.isEmpty()) {
      return architecture.preprocessing();
    }
    var sets = architecture.weightSets();
    return sets.stream()
        .filter(set -> set.name().equals(weightSet))
        .map(WeightSet::preprocessing)
        .findFirst()
        .orElseGet(
            () -> {
              wrong.add(
                  "%s has no weights %s, only %s"
                      .formatted(
                          architecture.name(),
                          weightSet,
                          sets.stream().map(WeightSet::name).collect(Collectors.joining(", "))));
              return architecture.preprocessing();
            });
  }

  private static void checkSize(Architecture architecture, int size, List<String> wrong) {
    int least = architecture.smallestSize();
    if (size != 0 && (size < least || size > LARGEST_SIZE)) {
      wrong.add(
          "size must be %d to %d for %s, not %d"
              .formatted(least, LARGEST_SIZE, architecture.name(), size));
    }
    if (size % architecture.sizeMultiple() != 0) {
      wrong.add(
          "size must be a multiple of %d for %s, not %d"
              .formatted(architecture.sizeMultiple(), architecture.name(), size));
    }
  }

  private static List<Tap> taps(Architecture architecture, List<Tap> wanted, List<String> wrong) {
    var known = architecture.network(0).stageNames();
    var seen = new HashSet<String>();
    for (Tap tap : wanted) {
      if (!tap.isEmbedding() && !known.contains(tap.stage())) {
        wrong.add(
            "%s has no stage \"%s\": there are %s, and %s"
                .formatted(
                    architecture.name(), tap.stage(), String.join(", ", known), Tap.EMBEDDING));
      }
      if (tap.isEmbedding() && tap.withMax()) {
        wrong.add("the usual embedding is one vector: it has no greatest pixel to add");
      }
      if (!seen.add(tap.stage())) {
        wrong.add("%s is tapped twice".formatted(tap.stage()));
      }
    }
    return wanted.isEmpty() ? USUAL_TAPS : wanted;
  }

  /** Side of the square input. */
  public int size() {
    return preprocessing.crop();
  }

  /** Of the input. */
  public int channels() {
    return preprocessing.channels();
  }

  /** Length of an embedding. */
  public int width() {
    Outline outline = architecture.network(0).outline(size(), size());
    return taps.stream().mapToInt(tap -> width(tap, outline)).sum();
  }

  private int width(Tap tap, Outline outline) {
    if (tap.isEmbedding()) {
      return architecture.width();
    }
    var shape =
        outline.stages().stream()
            .filter(stage -> stage.name().equals(tap.stage()))
            .findFirst()
            .orElseThrow()
            .shape();
    int channels = shape.get(shape.size() == 3 ? 0 : 1); // [channels, h, w] or [tokens, channels]
    return tap.withMax() ? 2 * channels : channels;
  }

  /** Stages whose outputs are wanted. */
  public Set<String> tapped() {
    return taps.stream()
        .filter(tap -> !tap.isEmbedding())
        .map(Tap::stage)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether it makes the usual embedding of one square of three channels. */
  public boolean isUsual() {
    return tapped().isEmpty() && preprocessing.tiles() == null && channels() == Picture.COLOURS;
  }

  /** Why a picture makes no embedding, if so. */
  public Optional<Decoded.Unreadable> refuses(Picture picture) {
    int shortSide = Math.min(picture.width(), picture.height());
    int least = architecture.smallestSize();
    if (shortSide < least && !allowSmall) {
      return Optional.of(
          new Decoded.Unreadable(
              Fault.TOO_SMALL,
              "It has %d by %d pixels; %s takes pictures of at least %d on the short side, unless the task allows small ones."
                  .formatted(picture.width(), picture.height(), architecture.name(), least)));
    }
    return preprocessing.refuses(picture);
  }
}
