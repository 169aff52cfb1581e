package dev.graft.vision.draw;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.ArrayList;
import java.util.List;

/** One part on a bench under a lamp, seen by a cheap camera. */
final class InspectedPart {
  private static final long DEMO = 7;

  private final Dice dice;
  private final Sheet sheet;
  private final float lamp;
  private final AffineTransform pose;
  private final Shape outline; // of the part without holes, in its own square of -1 to 1
  private final List<Shape> holes = new ArrayList<>();

  private InspectedPart(int size, Dice dice) {
    this.dice = dice;
    this.sheet = new Sheet(size);
    this.lamp = dice.angle();
    this.pose =
        AffineTransform.getTranslateInstance(0.5 + dice.around(0.03), 0.5 + dice.around(0.03));
    pose.rotate(dice.around(0.12) + dice.below(2) * Math.PI);
    double half = dice.in(0.4, 0.46);
    pose.scale(half, half);
    boolean disc = dice.chance(0.4);
    this.outline = disc ? new Ellipse2D.Float(-1, -1, 2, 2) : plate();
    drill(disc);
  }

  static Sheet draw(int size, Defect defect, long seed) {
    var part = new InspectedPart(size, Dice.of(DEMO, seed, defect.ordinal()));
    part.paint(defect);
    return part.sheet;
  }

  private Shape plate() {
    float side = dice.in(0.78, 0.98);
    float corner = dice.in(0.1, 0.6);
    return new RoundRectangle2D.Float(-side, -side, 2 * side, 2 * side, corner, corner);
  }

  /** Four holes in the corners of a plate, or in a ring near the rim of a disc. */
  private void drill(boolean disc) {
    float radius = dice.in(0.17, 0.2);
    float reach = disc ? 0.72f : dice.in(0.82, 0.9);
    for (int i = 0; i < 4; i++) {
      double angle = Math.PI / 4 + i * Math.PI / 2;
      holes.add(
          Contours.circle(
              reach * (float) Math.cos(angle), reach * (float) Math.sin(angle), radius));
    }
  }

  private void paint(Defect defect) {
    bench();
    Colour metal = metal();
    if (defect == Defect.MISSING_HOLE) {
      holes.remove(dice.below(holes.size()));
    }
    Area body = new Area(outline);
    holes.forEach(hole -> body.subtract(new Area(hole)));
    Mask mask = mask(body);
    shadow(mask);
    sheet.paint(mask, brushed(), metal, metal.times(dice.in(0.78, 0.95)));
    print(defect == Defect.MISPRINT, mask);
    sheet.emboss(mask, sheet.size * 0.02f, lamp, dice.in(0.5, 1));
    spoil(defect, mask);
    specks();
    Camera.expose(sheet, dice, 0.55f);
  }

  private void bench() {
    Mask everywhere = Mask.of(sheet.size, (x, y) -> 1);
    Colour tone = Colour.hsv(dice.in(0, 1), dice.in(0, 0.35), dice.in(0.1, 0.35));
    var noise = new Noise(dice.hash());
    float along = dice.log(2, 30);
    float across = dice.log(2, 30);
    Field grain = (x, y) -> Field.clamp(0.5f + 0.8f * noise.fbm(x * along, y * across, 3));
    sheet.paint(
        everywhere, grain.turned(dice.angle(), 1, 0, 0), tone, tone.times(dice.in(0.5, 0.9)));
  }

  /** Bare steel, brass, copper, or paint. */
  private Colour metal() {
    return dice.chance(0.5)
        ? Colour.hsv(dice.in(0, 1), dice.in(0, 0.08), dice.in(0.45, 0.85))
        : Colour.hsv(dice.in(0, 1), dice.in(0.08, 0.35), dice.in(0.5, 0.85));
  }

  private Field brushed() {
    var noise = new Noise(dice.hash());
    float fine = dice.log(15, 50);
    Field lines = (x, y) -> Field.clamp(0.5f + 0.6f * noise.fbm(x * 2, y * fine, 2));
    return lines.turned(dice.angle(), 1, 0, 0);
  }

  private void shadow(Mask mask) {
    float reach = sheet.size * dice.in(0.01, 0.04);
    int dx = Math.round(reach * (float) Math.cos(lamp));
    int dy = Math.round(reach * (float) Math.sin(lamp));
    sheet.light(mask.shifted(dx, dy).blurred(sheet.size * 0.015f), -dice.in(0.3, 0.6));
  }

  /** A frame with bars in the middle; gone wrong it is shifted, turned, and short of ink. */
  private void print(boolean wrong, Mask part) {
    var mark = new Path2D.Float();
    mark.append(Contours.stroked(new Rectangle2D.Float(-0.45f, -0.32f, 0.9f, 0.64f), 0.09f), false);
    int bars = dice.between(2, 4);
    for (int i = 0; i < bars; i++) {
      float y = -0.15f + 0.3f * i / (bars - 1);
      mark.append(Contours.bar(-0.27f, y, dice.in(0, 0.27), y, 0.09f), false);
    }
    var place = new AffineTransform();
    Mask ink = Mask.of(sheet.size, (x, y) -> 1);
    if (wrong) {
      double way = dice.angle();
      place.translate(0.28 * Math.cos(way), 0.28 * Math.sin(way));
      place.rotate(dice.in(0.5, 0.95) * (dice.chance(0.5) ? 1 : -1));
      var noise = new Noise(dice.hash());
      ink =
          Mask.of(
              sheet.size, (x, y) -> Field.step(-0.1f, 0.1f, noise.fbm(x * 9, y * 9, 2) + 0.15f));
    }
    Mask print = mask(place.createTransformedShape(mark)).times(ink).times(part);
    Colour colour = Colour.hsv(dice.in(0, 1), dice.in(0, 1), 0.15f);
    sheet.paint(print.times(0.9f), colour);
  }

  private void spoil(Defect defect, Mask part) {
    switch (defect) {
      case SCRATCH -> scratch(part);
      case DENT -> dent(part);
      case STAIN -> stain(part);
      case FLAWLESS, MISSING_HOLE, MISPRINT -> {}
    }
  }

  private void scratch(Mask part) {
    int count = dice.between(2, 4);
    float angle = dice.angle();
    for (int i = 0; i < count; i++) {
      float cx = dice.around(0.35);
      float cy = dice.around(0.35);
      float reach = dice.in(0.6, 0.95);
      float way = angle + dice.around(0.3);
      float dx = reach * (float) Math.cos(way);
      float dy = reach * (float) Math.sin(way);
      var line = new Path2D.Float();
      line.moveTo(cx - dx, cy - dy);
      line.quadTo(cx + dice.around(0.2), cy + dice.around(0.2), cx + dx, cy + dy);
      Mask groove = mask(Contours.stroked(line, dice.in(0.035, 0.06))).times(part);
      sheet.light(groove, dice.chance(0.7) ? dice.in(0.6, 1.2) : -dice.in(0.5, 0.8));
    }
  }

  private void dent(Mask part) {
    Shape hollow = Contours.circle(dice.around(0.45), dice.around(0.45), dice.in(0.28, 0.42));
    Mask inside = mask(Bent.bend(hollow, dice, 0.08f)).times(part);
    float away = lamp + (float) Math.PI; // light falls on the far wall of a hollow
    sheet.emboss(inside.blurred(sheet.size * 0.012f), sheet.size * 0.05f, away, dice.in(2, 3));
  }

  private void stain(Mask part) {
    Shape drop = Contours.circle(dice.around(0.45), dice.around(0.45), dice.in(0.3, 0.5));
    Mask wet = mask(Bent.bend(drop, dice, 0.35f)).blurred(sheet.size * 0.012f).times(part);
    Colour colour = Colour.hsv(dice.in(0.02, 0.16), dice.in(0.3, 0.9), dice.in(0.1, 0.45));
    sheet.paint(wet.times(dice.in(0.6, 0.85)), colour);
  }

  /** Dust and crumbs that mean nothing. */
  private void specks() {
    int count = dice.below(8);
    for (int i = 0; i < count; i++) {
      Shape speck = Contours.circle(dice.in(0, 1), dice.in(0, 1), dice.in(0.004, 0.012));
      sheet.paint(Mask.of(sheet.size, speck), Colour.gray(dice.in(0, 1)));
    }
  }

  private Mask mask(Shape inPart) {
    return Mask.of(sheet.size, pose.createTransformedShape(inPart));
  }
}
