package dev.graft.vision.draw;

import dev.graft.vision.draw.Arrangement.Place;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.util.Arrays;

/**
 * One pretraining picture with the answers to every {@link Question}: ground, clutter, objects with
 * their shadows, something in the way, and a careless photographer.
 *
 * @param size pixels along a side
 * @param rgb interleaved, {@code [size * size * 3]}
 * @param answers by the ordinal of the question; {@link Question#NOT_ASKED} where it does not apply
 */
public record Scene(int size, byte[] rgb, int[] answers) {
  private static final long PRETRAINING = 1;

  /** Draws the picture of a seed; the same seed always gives the same picture. */
  public static Scene draw(int size, long seed) {
    return new Painter(size, Dice.of(PRETRAINING, seed)).paint();
  }

  private static final class Painter {
    private final Dice dice;
    private final Sheet sheet;
    private final int[] answers = new int[Question.values().length];

    Painter(int size, Dice dice) {
      this.dice = dice;
      this.sheet = new Sheet(size);
      Arrays.fill(answers, Question.NOT_ASKED);
    }

    Scene paint() {
      ground();
      if (dice.chance(0.15)) {
        clutter(dice.between(1, 6), 0.05, 0.3);
      }
      objects();
      if (dice.chance(0.15)) {
        clutter(dice.between(1, 3), 0.05, 0.16);
      }
      Camera.expose(sheet, dice, 0.7f);
      if (dice.chance(0.12)) {
        Camera.gray(sheet);
        answers[Question.TINT.ordinal()] = Question.NOT_ASKED;
        answers[Question.GROUND_TINT.ordinal()] = Question.NOT_ASKED;
      }
      return new Scene(sheet.size, sheet.rgb(), answers);
    }

    private void ground() {
      Mask everywhere = Mask.of(sheet.size, (x, y) -> 1);
      int texture = ask(Question.GROUND, Textures.CLASSES);
      Colour tint = Colour.of(ask(Question.GROUND_TINT, Colour.CLASSES), dice);
      sheet.paint(everywhere, Textures.of(texture, dice), tint, tint.companion(dice));
      if (dice.chance(0.15)) {
        surface(horizon(), dice.below(Textures.CLASSES), Colour.any(dice));
      }
    }

    /** A second ground behind a rough line that leaves most of the first. */
    private Mask horizon() {
      float angle = dice.chance(0.7) ? -1.57f + dice.around(0.2) : dice.angle();
      float nx = (float) Math.cos(angle);
      float ny = (float) Math.sin(angle);
      float far = dice.in(0.08, 0.35);
      float rough = dice.in(0, 0.15);
      var noise = new Noise(dice.hash());
      return Mask.of(
          sheet.size,
          (x, y) -> {
            float along = (x - y) * 4;
            float depth = (x - 0.5f) * nx + (y - 0.5f) * ny + rough * noise.fbm(along, 0.5f, 3);
            return Field.step(far, far + 0.02f, depth);
          });
    }

    /** Overlapping leaves of anything, as most of what a camera sees. */
    private void clutter(int count, double smallest, double largest) {
      for (int i = 0; i < count; i++) {
        var place = new Place(dice.in(0, 1), dice.in(0, 1), dice.log(smallest, largest));
        Shape shape =
            dice.chance(0.5)
                ? Outlines.circle(0, 0, 0.9f)
                : Contours.of(dice.below(Contours.CLASSES), dice);
        Mask mask = Mask.of(sheet.size, Bent.pose(place, dice).createTransformedShape(shape));
        surface(mask, dice.below(Textures.CLASSES), Colour.any(dice));
      }
    }

    private void objects() {
      Arrangement arrangement = Arrangement.any(dice);
      answers[Question.ARRANGEMENT.ordinal()] = arrangement.ordinal();
      if (arrangement == Arrangement.NONE) {
        return;
      }
      int contour = ask(Question.OBJECT, Contours.CLASSES);
      int texture = ask(Question.SURFACE, Textures.CLASSES);
      int tint = ask(Question.TINT, Colour.CLASSES);
      Colour colour = Colour.of(tint, dice);
      boolean outline = dice.chance(0.06);
      if (outline) {
        answers[Question.SURFACE.ordinal()] = Question.NOT_ASKED;
      }
      float light = dice.angle();
      for (Place place : arrangement.places(dice)) {
        Shape shape = Bent.bend(Contours.of(contour, dice), dice, dice.in(0, 0.1));
        AffineTransform pose = Bent.pose(place, dice);
        object(pose.createTransformedShape(shape), place, outline, light, texture, colour);
      }
    }

    private void object(
        Shape shape, Place place, boolean outline, float light, int texture, Colour colour) {
      Mask mask =
          outline
              ? Mask.outline(sheet.size, shape, place.half() * 0.12f)
              : Mask.of(sheet.size, shape);
      shadow(mask, light);
      surface(mask, texture, colour);
      if (dice.chance(0.65)) {
        float radius = sheet.size * place.half() * dice.in(0.06, 0.35);
        sheet.emboss(mask, radius, light, dice.in(0.4, 2.4));
      }
      if (dice.chance(0.15)) {
        sheet.paint(Mask.outline(sheet.size, shape, 0.02f), Colour.any(dice));
      }
    }

    private void shadow(Mask mask, float light) {
      if (dice.chance(0.55)) {
        float reach = sheet.size * dice.in(0.01, 0.07);
        int dx = Math.round(reach * (float) Math.cos(light));
        int dy = Math.round(reach * (float) Math.sin(light));
        Mask soft = mask.shifted(dx, dy).blurred(sheet.size * dice.in(0, 0.04));
        sheet.light(soft, -dice.in(0.15, 0.7));
      }
    }

    private void surface(Mask mask, int texture, Colour colour) {
      sheet.paint(mask, Textures.of(texture, dice), colour, colour.companion(dice));
    }

    private int ask(Question question, int answersCount) {
      int answer = dice.below(answersCount);
      answers[question.ordinal()] = answer;
      return answer;
    }
  }
}
