package dev.graft.vision.backbone;

/** How the mobile families round a scaled number of channels. */
final class Channels {
  private static final int MULTIPLE = 8;

  private Channels() {}

  /**
   * The nearest multiple of 8, but never less than nine tenths of what was asked for: MobileNet's
   * published {@code make_divisible}.
   */
  static int divisible(double channels) {
    int nearest = Math.max(MULTIPLE, (int) (channels + MULTIPLE / 2.0) / MULTIPLE * MULTIPLE);
    return nearest < 0.9 * channels ? nearest + MULTIPLE : nearest;
  }
}
