package dev.graft.vision.backbone;

/** How pixels lie in the device's memory; the numbers are the same, the speed is not. */
public enum Layout {
  /** Channel by channel: NCHW. */
  PLAIN,
  /** Pixel by pixel: NHWC in memory. */
  CHANNELS_LAST
}
