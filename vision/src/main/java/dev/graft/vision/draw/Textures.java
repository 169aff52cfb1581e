package dev.graft.vision.draw;

import static dev.graft.vision.draw.Field.clamp;
import static dev.graft.vision.draw.Field.floorPart;
import static dev.graft.vision.draw.Field.fold;
import static dev.graft.vision.draw.Field.step;

/**
 * Surfaces: {@value #FAMILIES} families of pattern. The label says what a surface is made of; every
 * picture of it differs in turn, scale, phase and warp.
 */
final class Textures {
  private static final int FAMILIES = 24;
  static final int CLASSES = FAMILIES;

  private Textures() {}

  /** One piece of surface of a class, over the unit square. */
  static Field of(int textureClass, Dice dice) {
    Noise noise = new Noise(dice.hash());
    float scale = dice.log(3.5, 10);
    Field pattern =
        textureClass < 12 ? grown(textureClass, noise, dice) : built(textureClass, noise, dice);
    float turn = dice.chance(0.6) ? dice.around(0.4) : dice.angle();
    Field turned = pattern.turned(turn, scale, dice.around(50), dice.around(50));
    return dice.chance(0.5) ? turned.warped(noise, dice.log(1.5, 5), dice.in(0, 0.06)) : turned;
  }

  /** What grows or weathers: noise, grain, cells, cracks. */
  private static Field grown(int family, Noise n, Dice dice) {
    float p = dice.in(0.35, 0.65);
    return switch (family) {
      case 0 -> (x, y) -> clamp(0.5f + 0.35f * n.at(x * 0.15f, y * 0.15f));
      case 1 -> (x, y) -> clamp(0.5f + 0.7f * n.fbm(x * 0.7f, y * 0.7f, 3));
      case 2 -> (x, y) -> 1 - clamp(2.2f * Math.abs(n.fbm(x * 0.6f, y * 0.6f, 3)));
      case 3 -> (x, y) -> rings(n, x * 0.35f, y * 0.12f);
      case 4 -> (x, y) -> step(0.1f, 0.25f, n.fbm(x * 0.6f, y * 0.6f, 3) + p - 0.4f);
      case 5 -> (x, y) -> clamp(0.5f + 0.8f * n.fbm(x * 2.6f, y * 0.28f, 2));
      case 6 -> (x, y) -> n.worley(x, y)[2];
      case 7 -> (x, y) -> edge(n.worley(x * 0.8f, y * 0.8f));
      case 8 -> (x, y) -> clamp(1.25f * n.worley(x, y)[0]);
      case 9 -> (x, y) -> clamp(0.5f + 0.55f * n.at(x * 3.1f, y * 3.1f));
      case 10 -> (x, y) -> step(0.28f, 0.4f, n.worley(x, y)[0]);
      default -> (x, y) -> marble(n, x, y);
    };
  }

  private static float edge(float[] worley) {
    return 1 - step(0.05f, 0.16f, worley[1] - worley[0]);
  }

  private static float rings(Noise n, float x, float y) {
    float radius = (float) Math.hypot(x, y) + 0.35f * n.fbm(x, y, 2);
    return 0.5f + 0.5f * (float) Math.sin(radius * 12);
  }

  private static float marble(Noise n, float x, float y) {
    return 0.5f + 0.5f * (float) Math.sin(x * 1.6f + 4.5f * n.fbm(x * 0.3f, y * 0.3f, 3));
  }

  /** What is made: stripes, tiles, weaves, lattices. */
  private static Field built(int family, Noise n, Dice dice) {
    float p = dice.in(0.3, 0.7);
    return switch (family) {
      case 12 -> (x, y) -> 0.5f + 0.5f * (float) Math.sin(x * 6.28f);
      case 13 -> (x, y) -> step(p / 2 - 0.06f, p / 2 + 0.06f, fold(x));
      case 14 -> (x, y) -> checker(x, y);
      case 15 -> (x, y) -> 1 - step(0.2f * p + 0.14f, 0.2f * p + 0.24f, dot(x, y));
      case 16 -> (x, y) -> bricks(n, x, y);
      case 17 -> (x, y) -> weave(x, y);
      case 18 -> (x, y) -> chevron(x, y, p);
      case 19 -> (x, y) -> 1 - step(0.05f, 0.14f, Math.min(fold(x), fold(y)));
      case 20 -> (x, y) -> scales(x, y);
      case 21 -> (x, y) -> plasma(x, y, p);
      case 22 -> (x, y) -> 1 - step(0.05f, 0.15f, hatch(x, y));
      default -> (x, y) -> dashes(n, x, y);
    };
  }

  private static float checker(float x, float y) {
    float product = (float) (Math.sin(x * 3.14159) * Math.sin(y * 3.14159));
    return step(-0.12f, 0.12f, product);
  }

  private static float dot(float x, float y) {
    float shifted = x + 0.5f * (((int) Math.floor(y)) & 1);
    return (float) Math.hypot(floorPart(shifted) - 0.5f, floorPart(y) - 0.5f);
  }

  private static float bricks(Noise n, float x, float y) {
    int row = (int) Math.floor(y);
    float along = x * 0.5f + 0.5f * (row & 1);
    float joint = Math.min(2 * fold(along), fold(y));
    return step(0.04f, 0.12f, joint) * (0.65f + 0.35f * n.cell((int) Math.floor(along), row));
  }

  private static float weave(float x, float y) {
    boolean over = (((int) Math.floor(x) + (int) Math.floor(y)) & 1) == 0;
    float across = over ? floorPart(y) : floorPart(x);
    return 4 * across * (1 - across) * (over ? 1 : 0.6f);
  }

  private static float chevron(float x, float y, float p) {
    return step(p / 2 - 0.08f, p / 2 + 0.08f, fold(y + 1.2f * fold(x * 0.5f)));
  }

  private static float scales(float x, float y) {
    float shifted = x + 0.5f * (((int) Math.floor(y * 1.6f)) & 1);
    return clamp((float) Math.hypot(floorPart(shifted) - 0.5f, floorPart(y * 1.6f)) * 1.1f);
  }

  private static float plasma(float x, float y, float p) {
    double a = Math.sin(x * 3 + 5 * p) + Math.sin(y * 3.7) + Math.sin((x + y) * 2.3 - 9 * p);
    return (float) (0.5 + a / 6);
  }

  private static float hatch(float x, float y) {
    return Math.min(fold(x + 0.4f * y), fold(x - 0.4f * y + 0.5f));
  }

  private static float dashes(Noise n, float x, float y) {
    int row = (int) Math.floor(y * 1.5f);
    float along = x * 0.6f + n.cell(row, 3);
    boolean there = n.cell((int) Math.floor(along), row) > 0.45f;
    return there ? step(0.15f, 0.25f, floorPart(y * 1.5f)) * step(0.1f, 0.2f, floorPart(along)) : 0;
  }
}
