package dev.graft.inference.judge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The versions that a rollout remembers.
 *
 * @param stable the one that the task serves; null: none
 * @param newest the newest published, also when it does not serve; null: none
 * @param previous those that were stable, the most recently stable first; at most 20
 * @param published the last published, newest first; at most 20
 * @param refused numbers of those that a replica refused; never made stable again; at most 20
 */
public record Known(
    @Nullable Version stable,
    @Nullable Version newest,
    List<Version> previous,
    List<Version> published,
    List<Long> refused) {

  /** As many as the trainer keeps. */
  public static final int REMEMBERED = 20;

  static final Known NOTHING = new Known(null, null, List.of(), List.of(), List.of());

  public Known {
    previous = List.copyOf(previous);
    published = List.copyOf(published);
    refused = List.copyOf(refused);
  }

  boolean knows(long number) {
    return find(number).isPresent();
  }

  /** A version that could be made stable by its number. */
  Optional<Version> find(long number) {
    return Stream.of(Stream.ofNullable(stable), published.stream(), previous.stream())
        .flatMap(each -> each)
        .filter(version -> version.number() == number)
        .findFirst();
  }

  boolean isStable(long number) {
    return stable != null && stable.number() == number;
  }

  long stableNumber() {
    return stable == null ? 0 : stable.number();
  }

  long newestNumber() {
    return newest == null ? 0 : newest.number();
  }

  boolean refuses(long number) {
    return refused.contains(number);
  }

  /**
   * Whether a refusal is about the bundle that we know under that number; a version not known yet
   * may be meant.
   */
  boolean means(long number, String digest) {
    return find(number).map(version -> version.digest().equals(digest)).orElse(true);
  }

  /** The most recently stable one with a lower number than the present one. */
  Optional<Version> before() {
    return good().filter(version -> version.number() < stableNumber()).findFirst();
  }

  /** The most recently stable one, lower numbers first. */
  Optional<Version> newestGood() {
    return before().or(() -> good().findFirst());
  }

  private Stream<Version> good() {
    return previous.stream().filter(version -> !refuses(version.number()));
  }

  /** Remembers a published version; unknown afterwards if it is older than all that are. */
  Known noting(Version version) {
    var all = new ArrayList<>(published);
    all.add(version);
    all.sort(Comparator.comparingLong(Version::number).reversed());
    return new Known(stable, newest, previous, atMost(all), refused);
  }

  Known withNewest(Version version) {
    return new Known(stable, version, previous, published, refused);
  }

  Known forgetting(long number) {
    return new Known(
        stable, newest, without(previous, number), without(published, number), refused);
  }

  Known refusing(long number) {
    var all = new ArrayList<>(refused);
    all.add(number);
    var kept = all.subList(Math.max(0, all.size() - REMEMBERED), all.size());
    return new Known(stable, newest, previous, published, kept);
  }

  /** Another version is stable; the one before joins those that were, the most recent first. */
  Known succeededBy(Version version) {
    var past = new ArrayList<>(without(previous, version.number()));
    if (stable != null && stable.number() != version.number()) {
      past.add(0, stable);
    }
    return new Known(version, newest, atMost(past), published, refused);
  }

  Known withoutStable() {
    return new Known(null, newest, previous, published, refused);
  }

  static List<Version> atMost(List<Version> versions) {
    return versions.subList(0, Math.min(REMEMBERED, versions.size()));
  }

  static List<Version> without(List<Version> versions, long number) {
    return versions.stream().filter(version -> version.number() != number).toList();
  }

  Version mustBeStable() {
    return Objects.requireNonNull(stable, "a trial has a stable version beside it");
  }
}
