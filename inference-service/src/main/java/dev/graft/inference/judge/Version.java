package dev.graft.inference.judge;

/**
 * A published version, as far as the judge cares.
 *
 * @param number its number, from 1
 * @param digest of its bundle
 * @param space the identity of its embeddings; empty if not known
 * @param classes a name of its list of classes, the same for the same list; empty if not known
 */
public record Version(long number, String digest, String space, String classes) {

  /** A new head on the same embeddings for the same classes, and nothing else. */
  boolean refreshes(Version other) {
    return sameOrUnknown(space, other.space) && sameOrUnknown(classes, other.classes);
  }

  private static boolean sameOrUnknown(String one, String other) {
    return one.isEmpty() || other.isEmpty() || one.equals(other);
  }

  @Override
  public String toString() {
    return "version " + number;
  }
}
