package dev.graft.vision.draw;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;

/**
 * How much of each pixel something covers, 0 to 1, row by row.
 *
 * @param size pixels along a side
 * @param cover {@code [size * size]}
 */
record Mask(int size, float[] cover) {
  /** A shape given in picture coordinates (0 to 1 along each side), with soft edges. */
  static Mask of(int size, Shape shape) {
    var image = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D pen = image.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    pen.setColor(Color.WHITE);
    pen.fill(AffineTransform.getScaleInstance(size, size).createTransformedShape(shape));
    pen.dispose();
    byte[] gray = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    float[] cover = new float[size * size];
    for (int i = 0; i < cover.length; i++) {
      cover[i] = (gray[i] & 0xFF) / 255f;
    }
    return new Mask(size, cover);
  }

  /** The outline of a shape only. */
  static Mask outline(int size, Shape shape, float width) {
    var stroke = new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    return of(size, stroke.createStrokedShape(shape));
  }

  static Mask of(int size, Field field) {
    float[] cover = new float[size * size];
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        cover[y * size + x] = field.at((x + 0.5f) / size, (y + 0.5f) / size);
      }
    }
    return new Mask(size, cover);
  }

  /** Two passes of a box filter each way: near enough to a Gaussian. */
  Mask blurred(float radius) {
    float[] result = cover;
    for (int pass = 0; pass < 2; pass++) {
      result = Blur.box(result, size, radius);
    }
    return new Mask(size, result);
  }

  Mask shifted(int dx, int dy) {
    float[] result = new float[cover.length];
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        result[y * size + x] = at(x - dx, y - dy);
      }
    }
    return new Mask(size, result);
  }

  Mask times(Mask other) {
    float[] result = new float[cover.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = cover[i] * other.cover[i];
    }
    return new Mask(size, result);
  }

  Mask without(Mask other) {
    float[] result = new float[cover.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = cover[i] * (1 - other.cover[i]);
    }
    return new Mask(size, result);
  }

  Mask times(float factor) {
    float[] result = new float[cover.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = cover[i] * factor;
    }
    return new Mask(size, result);
  }

  /** Covered share of the picture. */
  float area() {
    double sum = 0;
    for (float value : cover) {
      sum += value;
    }
    return (float) (sum / cover.length);
  }

  private float at(int x, int y) {
    return x < 0 || y < 0 || x >= size || y >= size ? 0 : cover[y * size + x];
  }
}
