package dev.graft.deploy.demo;

/** What the same network is worth without having learned anything: the demo's baseline. */
final class RandomWeights {
  private RandomWeights() {}

  static double accuracy(String backbone, PictureSet pictures) {
    throw new UnsupportedOperationException("coming");
  }
}
