package dev.graft.vision.draw;

/** A pattern over the plane: what share of a second colour, 0 to 1, lies at a point. */
@FunctionalInterface
interface Field {
  float at(float x, float y);

  /** The same pattern seen through a rotation, a scale (patterns per unit) and a shift. */
  default Field turned(float angle, float scale, float dx, float dy) {
    float cos = (float) Math.cos(angle) * scale;
    float sin = (float) Math.sin(angle) * scale;
    return (x, y) -> at(cos * x - sin * y + dx, sin * x + cos * y + dy);
  }

  /** The same pattern on a surface that is not quite flat. */
  default Field warped(Noise noise, float frequency, float strength) {
    return (x, y) ->
        at(
            x + strength * noise.at(x * frequency, y * frequency),
            y + strength * noise.at(x * frequency + 57.3f, y * frequency - 31.7f));
  }

  static float clamp(float value) {
    return value < 0 ? 0 : Math.min(value, 1);
  }

  /** Distance to the nearest whole number, 0 to 0.5. */
  static float fold(float value) {
    return Math.abs(value - Math.round(value));
  }

  static float floorPart(float value) {
    return value - (float) Math.floor(value);
  }

  /** 0 below {@code low}, 1 above {@code high}, smooth between: an edge that does not alias. */
  static float step(float low, float high, float value) {
    float t = clamp((value - low) / (high - low));
    return t * t * (3 - 2 * t);
  }
}
