package dev.graft.deploy.demo;

/** Pictures that the demo draws itself, of a family unlike those that mini was trained on. */
final class DrawnPictures {
  private DrawnPictures() {}

  static PictureSet draw() {
    throw new UnsupportedOperationException("coming");
  }
}
