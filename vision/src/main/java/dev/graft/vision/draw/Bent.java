package dev.graft.vision.draw;

import dev.graft.vision.draw.Arrangement.Place;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.FlatteningPathIterator;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;

/** Objects as they come: turned, stretched, slanted, mirrored and bent a little. */
final class Bent {
  private Bent() {}

  /** From the square of -1 to 1 to a place in the picture. */
  static AffineTransform pose(Place place, Dice dice) {
    var pose = AffineTransform.getTranslateInstance(place.x(), place.y());
    pose.rotate(dice.chance(0.85) ? dice.around(0.35) : dice.angle());
    double stretch = Math.exp(dice.around(0.25));
    double mirror = dice.chance(0.5) ? -1 : 1;
    pose.scale(mirror * place.half() * stretch, place.half() / stretch);
    pose.shear(dice.around(0.2), 0);
    return pose;
  }

  /** Moves every point by slow noise. */
  static Shape bend(Shape shape, Dice dice, float strength) {
    var noise = new Noise(dice.hash());
    var path = new Path2D.Float(Path2D.WIND_NON_ZERO);
    path.setWindingRule(shape.getPathIterator(null).getWindingRule());
    float[] at = new float[6];
    for (var it = new FlatteningPathIterator(shape.getPathIterator(null), 0.01); !it.isDone(); ) {
      int kind = it.currentSegment(at);
      float x = at[0] + strength * noise.at(at[0] * 1.3f, at[1] * 1.3f);
      float y = at[1] + strength * noise.at(at[0] * 1.3f + 71, at[1] * 1.3f - 13);
      if (kind == PathIterator.SEG_MOVETO) {
        path.moveTo(x, y);
      } else if (kind == PathIterator.SEG_LINETO) {
        path.lineTo(x, y);
      } else {
        path.closePath();
      }
      it.next();
    }
    return path;
  }
}
