package dev.graft.vision.draw;

/** A colour, each part 0 to 1. */
record Colour(float red, float green, float blue) {
  /** Eight hues from red on, then dark gray, then light gray. */
  static final int CLASSES = 10;

  private static final int HUES = 8;

  /** Some colour of a class: the class fixes the name one would give it, the dice its nuance. */
  static Colour of(int colourClass, Dice dice) {
    if (colourClass >= HUES) {
      float gray = colourClass == HUES ? dice.in(0.03, 0.38) : dice.in(0.62, 1);
      return hsv(dice.in(0, 1), dice.in(0, 0.12), gray);
    }
    float hue = (colourClass + dice.around(0.42)) / HUES;
    return hsv(hue, dice.in(0.35, 1), dice.in(0.3, 1));
  }

  static Colour any(Dice dice) {
    return of(dice.below(CLASSES), dice);
  }

  static Colour gray(float value) {
    return new Colour(value, value, value);
  }

  /** Hue 0 is red, 1/3 green, 2/3 blue. */
  static Colour hsv(float hue, float saturation, float value) {
    return new Colour(
        channel(hue, saturation, value),
        channel(hue - 1 / 3f, saturation, value),
        channel(hue + 1 / 3f, saturation, value));
  }

  /** A companion for patterns: the same hue in another light, or now and then another colour. */
  Colour companion(Dice dice) {
    if (dice.chance(0.3)) {
      return mix(any(dice), dice.in(0.4, 1));
    }
    float value = (red + green + blue) / 3;
    return value > dice.in(0.3, 0.7)
        ? mix(gray(0.02f), dice.in(0.45, 0.9))
        : mix(gray(0.98f), dice.in(0.45, 0.9));
  }

  Colour mix(Colour other, float share) {
    return new Colour(
        red + share * (other.red - red),
        green + share * (other.green - green),
        blue + share * (other.blue - blue));
  }

  Colour times(float factor) {
    return new Colour(red * factor, green * factor, blue * factor);
  }

  float[] parts() {
    return new float[] {red, green, blue};
  }

  /** One part of the colour, brightest where {@code hue} is whole. */
  private static float channel(float hue, float saturation, float value) {
    float ramp = Field.clamp(Math.abs(6 * Field.floorPart(hue) - 3) - 1);
    return value * (1 - saturation * (1 - ramp));
  }
}
