package dev.graft.vision.draw;

/** What can be wrong with a part. */
enum Defect {
  FLAWLESS("flawless"),
  SCRATCH("scratch"),
  DENT("dent"),
  STAIN("stain"),
  MISSING_HOLE("missing-hole"),
  MISPRINT("misprint");

  private final String className;

  Defect(String className) {
    this.className = className;
  }

  String className() {
    return className;
  }

  static Defect named(String className) {
    for (Defect defect : values()) {
      if (defect.className.equals(className)) {
        return defect;
      }
    }
    throw new IllegalArgumentException(
        "no class " + className + " among " + DemoPictures.classes());
  }
}
