package dev.graft.deploy.lab;

/** An entry in a line, for people who wait. */
public final class Said {
  private Said() {}

  public static String of(Entry entry) {
    return "%-24s test %.3f, validation %.3f, %6.1f s, %6.2f ms a picture"
        .formatted(
            entry.name(),
            entry.testAccuracy(),
            entry.validationAccuracy(),
            entry.seconds(),
            entry.inferenceMillis());
  }
}
