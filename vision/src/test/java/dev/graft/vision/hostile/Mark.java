package dev.graft.vision.hostile;

/**
 * A place in a file where its structure can be hurt.
 *
 * @param at offset of its first byte
 * @param width in bytes; 0: only a border between two parts
 * @param bigEndian order of its bytes
 */
record Mark(int at, int width, Role role, boolean bigEndian) {
  enum Role {
    /** A part begins here, so a file may end here. */
    BORDER,
    /** Says how long a part is, how many there are, or where one lies. */
    LENGTH,
    /** Says how wide or high the picture is. */
    SIDE,
    /** Says how something is to be understood. */
    MEANING
  }

  /** The file with another number here, cut to the width. */
  byte[] set(byte[] file, long value) {
    byte[] changed = file.clone();
    for (int i = 0; i < width; i++) {
      int shift = 8 * (bigEndian ? width - 1 - i : i);
      changed[at + i] = (byte) (value >>> shift);
    }
    return changed;
  }

  /** The number that is here; for widths up to two. */
  int get(byte[] file) {
    int first = file[at] & 0xff;
    int second = file[at + 1] & 0xff;
    return bigEndian ? first << 8 | second : second << 8 | first;
  }
}
