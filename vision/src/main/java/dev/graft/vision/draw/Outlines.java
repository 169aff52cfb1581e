package dev.graft.vision.draw;

import java.awt.BasicStroke;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** What outlines are made of: curves, bars and discs, joined, cut and fitted. */
final class Outlines {
  private Outlines() {}

  /** How far from the middle an outline runs. */
  interface Radius {
    double at(double angle);
  }

  /** The closed curve at a radius that depends on the angle. */
  static Shape polar(Radius radius) {
    var path = new Path2D.Float();
    for (int i = 0; i < 120; i++) {
      double angle = 2 * Math.PI * i / 120;
      double r = radius.at(angle);
      join(path, r * Math.cos(angle), r * Math.sin(angle), i == 0);
    }
    path.closePath();
    return path;
  }

  /** The next corner of a path, or its first. */
  static void join(Path2D path, double x, double y, boolean first) {
    if (first) {
      path.moveTo(x, y);
    } else {
      path.lineTo(x, y);
    }
  }

  static Shape circle(float x, float y, float radius) {
    return new Ellipse2D.Float(x - radius, y - radius, 2 * radius, 2 * radius);
  }

  /** A thick line with round ends. */
  static Shape bar(float x1, float y1, float x2, float y2, float width) {
    var path = new Path2D.Float();
    path.moveTo(x1, y1);
    path.lineTo(x2, y2);
    return stroked(path, width);
  }

  static Shape stroked(Shape path, float width) {
    return new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)
        .createStrokedShape(path);
  }

  static Area minus(Shape whole, Shape hole) {
    Area area = new Area(whole);
    area.subtract(new Area(hole));
    return area;
  }

  /** Moved and scaled to fill the square from -1 to 1. */
  static Shape fitted(Shape shape) {
    Rectangle2D box = shape.getBounds2D();
    double scale = 2 / Math.max(1e-3, Math.max(box.getWidth(), box.getHeight()));
    var move = AffineTransform.getScaleInstance(scale, scale);
    move.translate(-box.getCenterX(), -box.getCenterY());
    return move.createTransformedShape(shape);
  }
}
