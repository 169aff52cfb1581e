package dev.graft.vision.tensors;

/** IEEE 754 binary16 (Java has it only from 20 on). */
final class Half {
  private Half() {}

  static float toFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = (half >> 10) & 0x1f;
    int fraction = half & 0x3ff;
    if (exponent == 0x1f) { // infinite or not a number
      return Float.intBitsToFloat(sign | 0x7f800000 | fraction << 13);
    }
    if (exponent == 0) { // zero or subnormal: fraction * 2^-24
      float size = fraction * 0x1p-24f;
      return sign == 0 ? size : -size;
    }
    return Float.intBitsToFloat(sign | (exponent + 112) << 23 | fraction << 13);
  }

  /** Rounds to nearest, ties to even; what is too great becomes infinite. */
  static short fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    float size = Math.abs(value);
    if (Float.isNaN(value)) {
      return (short) (sign | 0x7e00);
    }
    if (size >= 65520f) { // halfway between the greatest half and the next power
      return (short) (sign | 0x7c00);
    }
    if (size < 0x1p-14f) { // subnormal: rint is round-half-even
      return (short) (sign | (int) Math.rint(size * 0x1p24));
    }
    int rest = (bits & 0x7fffffff) - (112 << 23);
    int rounded = rest + 0xfff + (rest >> 13 & 1);
    return (short) (sign | rounded >> 13);
  }
}
