package dev.graft.vision.draw;

import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.function.Function;

/** What may lie on the bench; each kind comes in many proportions. */
enum Part {
  BEARING("bearing", Part::bearing),
  BOLT("bolt", Part::bolt),
  BRACKET("bracket", Part::bracket),
  NUT("nut", Part::nut),
  SPRING("spring", Part::spring),
  WASHER("washer", Part::washer);

  private final String className;
  private final Function<Dice, Shape> outline;

  Part(String className, Function<Dice, Shape> outline) {
    this.className = className;
    this.outline = outline;
  }

  String className() {
    return className;
  }

  /** Its outline within the square of -1 to 1. */
  Shape outline(Dice dice) {
    return Outlines.fitted(outline.apply(dice));
  }

  static Part named(String className) {
    for (Part part : values()) {
      if (part.className.equals(className)) {
        return part;
      }
    }
    throw new IllegalArgumentException(
        "no class " + className + " among " + DemoPictures.classes());
  }

  /** Two rings with balls between them. */
  private static Shape bearing(Dice dice) {
    Area area = ring(1, dice.in(0.8, 0.86));
    float hole = dice.in(0.28, 0.36);
    area.add(ring(hole + dice.in(0.13, 0.17), hole));
    int balls = dice.between(6, 9);
    for (int i = 0; i < balls; i++) {
      double angle = 2 * Math.PI * i / balls;
      float x = 0.65f * (float) Math.cos(angle);
      float y = 0.65f * (float) Math.sin(angle);
      area.add(new Area(Outlines.circle(x, y, dice.in(0.13, 0.15))));
    }
    return area;
  }

  /** A head on a threaded shank, from the side. */
  private static Shape bolt(Dice dice) {
    float shank = dice.in(0.16, 0.26);
    float head = shank * dice.in(1.7, 2.2);
    float length = dice.in(1.3, 1.9);
    Area area = new Area(new Rectangle2D.Float(-head, -0.35f, 2 * head, 0.35f));
    var thread = new Path2D.Float();
    int turns = dice.between(6, 10);
    thread.moveTo(-shank, 0);
    for (int i = 0; i < 2 * turns; i++) {
      thread.lineTo(-shank * (i % 2 == 0 ? 1.25f : 0.85f), length * (i + 0.5f) / (2 * turns));
    }
    for (int i = 2 * turns - 1; i >= 0; i--) {
      thread.lineTo(shank * (i % 2 == 0 ? 0.85f : 1.25f), length * (i + 0.5f) / (2 * turns));
    }
    thread.lineTo(shank, 0);
    thread.closePath();
    area.add(new Area(thread));
    return area;
  }

  /** An angle of sheet metal with a hole or two in each leg. */
  private static Shape bracket(Dice dice) {
    float width = dice.in(0.5, 0.7);
    float leg = dice.in(1.3, 2);
    Area area = new Area(new Rectangle2D.Float(-1, -1, width, 2));
    area.add(new Area(new Rectangle2D.Float(-1, 1 - width, leg, width)));
    float middle = width / 2;
    float radius = width * dice.in(0.2, 0.28);
    float top = -1 + middle;
    float far = -1 + leg - middle;
    area.subtract(new Area(Outlines.circle(top, top, radius)));
    area.subtract(new Area(Outlines.circle(far, 1 - middle, radius)));
    if (dice.chance(0.5)) {
      area.subtract(new Area(Outlines.circle(top, 0.15f, radius)));
    }
    return area;
  }

  /** Six flats around a thread. */
  private static Shape nut(Dice dice) {
    var hexagon = new Path2D.Float();
    for (int i = 0; i < 6; i++) {
      double angle = Math.PI * i / 3;
      if (i == 0) {
        hexagon.moveTo(1, 0);
      } else {
        hexagon.lineTo(Math.cos(angle), Math.sin(angle));
      }
    }
    hexagon.closePath();
    return Outlines.minus(hexagon, Outlines.circle(0, 0, dice.in(0.36, 0.46)));
  }

  /** A coil from the side, with its two ends. */
  private static Shape spring(Dice dice) {
    int turns = dice.between(4, 7);
    float half = dice.in(0.4, 0.65);
    var wire = new Path2D.Float();
    wire.moveTo(0, -1);
    for (int i = 0; i <= 40 * turns; i++) {
      float along = i / (40f * turns);
      wire.lineTo(half * Math.sin(2 * Math.PI * turns * along), -0.95f + 1.9f * along);
    }
    wire.lineTo(0, 1);
    return Outlines.stroked(wire, dice.in(0.1, 0.15));
  }

  /** A thin ring. */
  private static Shape washer(Dice dice) {
    return ring(1, dice.in(0.62, 0.76));
  }

  private static Area ring(float outer, float inner) {
    return Outlines.minus(Outlines.circle(0, 0, outer), Outlines.circle(0, 0, inner));
  }
}
