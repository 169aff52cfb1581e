package dev.graft.vision.draw;

/**
 * What is asked about every pretraining picture. Independent questions, because a network that is
 * asked one thing learns to see that one thing: colour has to be ignored to name the contour, and
 * the contour to name the colour, so the embedding must carry both.
 */
public enum Question {
  /** Which contour the main object has. */
  OBJECT(Contours.CLASSES),
  /** What the object is made of. */
  SURFACE(Textures.CLASSES),
  /** What lies behind it. */
  GROUND(Textures.CLASSES),
  /** The object's main colour. */
  TINT(Colour.CLASSES),
  /** The ground's main colour. */
  GROUND_TINT(Colour.CLASSES),
  /** None, one, two, a row, or many. */
  ARRANGEMENT(Arrangement.values().length);

  /** The label of a picture to which a question does not apply. */
  public static final int NOT_ASKED = -1;

  private final int answers;

  Question(int answers) {
    this.answers = answers;
  }

  /** Number of classes. */
  public int answers() {
    return answers;
  }
}
