package dev.graft.vision.draw;

import java.util.List;

/** Pictures of stamped parts, flawless or with one defect: the task of the demonstration. */
public final class DemoPictures {
  private DemoPictures() {}

  /** The classes, in the order of their indices. */
  public static List<String> classes() {
    return List.of("flawless", "scratch", "dent", "stain", "missing-hole", "misprint");
  }

  /**
   * One picture as a PNG file.
   *
   * @throws IllegalArgumentException if there is no such class
   */
  public static byte[] png(String className, long seed) {
    throw new UnsupportedOperationException("coming");
  }
}
