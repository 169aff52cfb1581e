package dev.graft.vision.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A file being written, with notes of where its structure is. */
final class Sketch {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<Mark> marks = new ArrayList<>();
  private final boolean bigEndian;

  Sketch(boolean bigEndian) {
    this.bigEndian = bigEndian;
  }

  int at() {
    return out.size();
  }

  Sketch border() {
    marks.add(new Mark(at(), 0, Mark.Role.BORDER, bigEndian));
    return this;
  }

  Sketch length(int width, long value) {
    marks.add(new Mark(at(), width, Mark.Role.LENGTH, bigEndian));
    return number(width, value);
  }

  Sketch side(int width, long value) {
    marks.add(new Mark(at(), width, Mark.Role.SIDE, bigEndian));
    return number(width, value);
  }

  Sketch meaning(int width, long value) {
    marks.add(new Mark(at(), width, Mark.Role.MEANING, bigEndian));
    return number(width, value);
  }

  Sketch number(int width, long value) {
    for (int i = 0; i < width; i++) {
      out.write((int) (value >>> 8 * (bigEndian ? width - 1 - i : i)));
    }
    return this;
  }

  Sketch bytes(int... values) {
    for (int value : values) {
      out.write(value);
    }
    return this;
  }

  Sketch raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  Sketch text(String latin1) {
    return raw(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  Specimen specimen(String format, String variant) {
    return new Specimen(format, variant, bytes(), List.copyOf(marks), true);
  }
}
