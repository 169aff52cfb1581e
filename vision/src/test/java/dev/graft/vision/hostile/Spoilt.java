package dev.graft.vision.hostile;

import dev.graft.vision.hostile.HostilePicture.Expected;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Everything that is done to one specimen. */
final class Spoilt {
  private static final long[] SIDES = {0, 1, 65535, Integer.MAX_VALUE, -1, 1 << 20};

  private final Specimen whole;
  private final Random random;
  private final List<HostilePicture> all = new ArrayList<>();

  private Spoilt(Specimen whole) {
    this.whole = whole;
    this.random = new Random(whole.name().hashCode());
  }

  static List<HostilePicture> of(Specimen whole) {
    var spoilt = new Spoilt(whole);
    spoilt.cut();
    spoilt.marks(Mark.Role.LENGTH, "length", 0, 1, -1);
    spoilt.marks(Mark.Role.SIDE, "size", SIDES);
    spoilt.flipped();
    spoilt.noise();
    return spoilt.all;
  }

  /** At every border, one byte behind it, and in the middle of what follows. */
  private void cut() {
    int[] borders =
        whole.marks().stream()
            .filter(mark -> mark.role() == Mark.Role.BORDER)
            .mapToInt(Mark::at)
            .toArray();
    for (int i = 0; i < borders.length; i++) {
      int next = i + 1 < borders.length ? borders[i + 1] : whole.bytes().length;
      cutAt(borders[i]);
      cutAt((borders[i] + next) / 2);
    }
    cutAt(whole.bytes().length - 1);
  }

  private void cutAt(int length) {
    add("truncated", "cut-at-" + length, Arrays.copyOf(whole.bytes(), length));
  }

  private void marks(Mark.Role role, String family, long... values) {
    for (var mark : whole.marks()) {
      if (mark.role() == role) {
        for (long value : values) {
          add(family, mark.at() + "-says-" + Long.toHexString(value), set(mark, value));
        }
      }
    }
    if (role == Mark.Role.SIDE) {
      sidesTogether();
    }
  }

  private void sidesTogether() {
    for (long value : SIDES) {
      byte[] changed = whole.bytes();
      for (var mark : whole.marks()) {
        changed = mark.role() == Mark.Role.SIDE ? mark.set(changed, value) : changed;
      }
      add("size", "all-say-" + Long.toHexString(value), checked(changed));
    }
  }

  private byte[] set(Mark mark, long value) {
    return checked(mark.set(whole.bytes(), value));
  }

  /** A wrong checksum must not be what saves us. */
  private byte[] checked(byte[] file) {
    return whole.format().equals("png") ? Pngs.checked(file) : file;
  }

  private void flipped() {
    for (var mark : whole.marks()) {
      if (mark.role() == Mark.Role.MEANING) {
        byte[] changed = whole.bytes().clone();
        changed[mark.at() + (mark.bigEndian() ? mark.width() - 1 : 0)] ^= 1 << random.nextInt(8);
        add("flipped", "field-" + mark.at(), mark.at() < 29 ? checked(changed) : changed);
      }
    }
  }

  private void noise() {
    for (int i = 0; i < 4; i++) {
      byte[] changed = whole.bytes().clone();
      for (int j = 0; j <= i; j++) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      add("flipped", "noise-" + i, changed);
    }
  }

  private void add(String family, String what, byte[] bytes) {
    all.add(
        new HostilePicture(
            family,
            String.join("/", family, whole.format(), whole.variant(), what),
            bytes,
            Expected.ANSWERED));
  }
}
