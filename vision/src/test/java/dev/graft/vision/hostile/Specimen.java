package dev.graft.vision.hostile;

import java.util.List;

/**
 * A well-formed picture of one kind and variant.
 *
 * @param format ImageIO's name of the kind
 * @param variant in words, with - between them; unique within the kind
 * @param marks where it can be hurt
 * @param taken whether it is one of the variants that are read here; others are refused
 */
record Specimen(String format, String variant, byte[] bytes, List<Mark> marks, boolean taken) {
  Specimen refused() {
    return new Specimen(format, variant, bytes, marks, false);
  }

  String name() {
    return format + "/" + variant;
  }
}
