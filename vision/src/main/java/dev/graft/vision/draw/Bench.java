package dev.graft.vision.draw;

import dev.graft.vision.draw.Arrangement.Place;
import java.awt.Shape;
import java.awt.geom.AffineTransform;

/** One part on a bench under a lamp, among crumbs and oil, seen by a cheap camera. */
final class Bench {
  private static final long DEMO = 7;

  private final Dice dice;
  private final Sheet sheet;
  private final float lamp;

  private Bench(int size, Dice dice) {
    this.dice = dice;
    this.sheet = new Sheet(size);
    this.lamp = dice.angle();
  }

  static Sheet draw(int size, Part part, long seed) {
    var bench = new Bench(size, Dice.of(DEMO, seed, part.ordinal()));
    bench.paint(part);
    return bench.sheet;
  }

  private void paint(Part part) {
    top();
    oil();
    Mask mask = mask(part.outline(dice));
    shadow(mask);
    Colour metal = metal();
    sheet.paint(mask, brushed(), metal, metal.times(dice.in(0.7, 0.95)));
    sheet.emboss(mask, sheet.size * dice.in(0.015, 0.035), lamp, dice.in(0.4, 1.2));
    crumbs();
    Camera.expose(sheet, dice, 0.8f);
  }

  private Mask mask(Shape outline) {
    var place = new Place(0.5f + dice.around(0.06), 0.5f + dice.around(0.06), dice.in(0.3, 0.42));
    var pose = AffineTransform.getTranslateInstance(place.x(), place.y());
    pose.rotate(dice.angle());
    pose.scale(place.half() * dice.in(0.92, 1.05), place.half());
    return Mask.of(sheet.size, pose.createTransformedShape(outline));
  }

  /** Wood, rubber, stone, cloth: a grain of any direction and colour. */
  private void top() {
    Colour tone = Colour.hsv(dice.in(0, 1), dice.in(0, 0.6), dice.in(0.1, 0.9));
    var noise = new Noise(dice.hash());
    float along = dice.log(2, 30);
    float across = dice.log(2, 30);
    Field grain = (x, y) -> Field.clamp(0.5f + 0.8f * noise.fbm(x * along, y * across, 3));
    sheet.paint(
        Mask.of(sheet.size, (x, y) -> 1),
        grain.turned(dice.angle(), 1, 0, 0),
        tone,
        tone.times(dice.in(0.45, 0.9)));
  }

  private void oil() {
    int drops = dice.below(4);
    for (int i = 0; i < drops; i++) {
      Shape drop = Outlines.circle(dice.in(0, 1), dice.in(0, 1), dice.in(0.04, 0.2));
      Mask wet = Mask.of(sheet.size, Bent.bend(drop, dice, 0.08f)).blurred(sheet.size * 0.01f);
      sheet.light(wet, -dice.in(0.2, 0.6));
    }
  }

  /** Bare steel, brass, copper, or paint. */
  private Colour metal() {
    return dice.chance(0.5)
        ? Colour.hsv(dice.in(0, 1), dice.in(0, 0.08), dice.in(0.4, 0.9))
        : Colour.hsv(dice.in(0, 1), dice.in(0.15, 0.7), dice.in(0.35, 0.9));
  }

  private Field brushed() {
    var noise = new Noise(dice.hash());
    float fine = dice.log(15, 50);
    Field lines = (x, y) -> Field.clamp(0.5f + 0.6f * noise.fbm(x * 2, y * fine, 2));
    return lines.turned(dice.angle(), 1, 0, 0);
  }

  private void shadow(Mask mask) {
    float reach = sheet.size * dice.in(0.01, 0.05);
    int dx = Math.round(reach * (float) Math.cos(lamp));
    int dy = Math.round(reach * (float) Math.sin(lamp));
    sheet.light(mask.shifted(dx, dy).blurred(sheet.size * 0.015f), -dice.in(0.3, 0.65));
  }

  private void crumbs() {
    int count = dice.below(12);
    for (int i = 0; i < count; i++) {
      Shape crumb = Outlines.circle(dice.in(0, 1), dice.in(0, 1), dice.in(0.004, 0.018));
      sheet.paint(Mask.of(sheet.size, crumb), Colour.gray(dice.in(0, 1)));
    }
  }
}
