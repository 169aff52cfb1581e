package dev.graft.vision.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A TIFF in the making: tags with their numbers, and the parts that its pixels lie in. */
final class TiffDraft {
  static final int STRIP_OFFSETS = 273;
  static final int STRIP_COUNTS = 279;
  static final int TILE_OFFSETS = 324;
  static final int TILE_COUNTS = 325;
  private static final int SHORT = 3;
  private static final int LONG = 4;

  private final boolean bigEndian;
  private final Map<Integer, long[]> tags = new TreeMap<>();
  private List<byte[]> parts = new ArrayList<>();
  private boolean tiled;

  TiffDraft(boolean bigEndian) {
    this.bigEndian = bigEndian;
  }

  TiffDraft tag(int tag, long... values) {
    tags.put(tag, values);
    return this;
  }

  TiffDraft strips(List<byte[]> strips) {
    parts = strips;
    return this;
  }

  TiffDraft tiles(List<byte[]> tiles) {
    parts = tiles;
    tiled = true;
    return this;
  }

  Sketch file() {
    return page(begun(bigEndian), 0);
  }

  /** The same page so many times. */
  Sketch pages(int count) {
    var file = begun(bigEndian);
    for (int i = 0; i < count; i++) {
      page(file, i < count - 1 ? 1 : 0);
    }
    return file;
  }

  static Sketch begun(boolean bigEndian) {
    var file = new Sketch(bigEndian).text(bigEndian ? "MM" : "II").meaning(2, 42);
    return file.length(4, 8);
  }

  /** Directory, what did not fit into it, parts; and where the next directory is, if any is. */
  private Sketch page(Sketch file, int next) {
    long[] counts = parts.stream().mapToLong(part -> part.length).toArray();
    tag(tiled ? TILE_COUNTS : STRIP_COUNTS, counts);
    tag(tiled ? TILE_OFFSETS : STRIP_OFFSETS, new long[counts.length]);
    int outside = file.at() + 6 + 12 * tags.size();
    int data = outside + tags.keySet().stream().mapToInt(this::outsideBytes).sum();
    tag(tiled ? TILE_OFFSETS : STRIP_OFFSETS, offsets(counts, data));
    long end = data + java.util.Arrays.stream(counts).sum();
    file.border().length(2, tags.size());
    int at = outside;
    for (int tag : tags.keySet()) {
      entry(file.border(), tag, at);
      at += outsideBytes(tag);
    }
    file.length(4, next == 0 ? 0 : end).border();
    tags.keySet().stream().filter(tag -> outsideBytes(tag) > 0).forEach(tag -> values(file, tag));
    parts.forEach(part -> file.border().raw(part));
    return file;
  }

  private static long[] offsets(long[] counts, long begin) {
    var offsets = new long[counts.length];
    long at = begin;
    for (int i = 0; i < counts.length; i++) {
      offsets[i] = at;
      at += counts[i];
    }
    return offsets;
  }

  private int type(int tag) {
    boolean place =
        tag == STRIP_OFFSETS || tag == STRIP_COUNTS || tag == TILE_OFFSETS || tag == TILE_COUNTS;
    return place || tag == 256 || tag == 257 ? LONG : SHORT;
  }

  private int bytes(int tag) {
    return tags.get(tag).length * (type(tag) == LONG ? 4 : 2);
  }

  private int outsideBytes(int tag) {
    return bytes(tag) <= 4 ? 0 : bytes(tag);
  }

  private void entry(Sketch file, int tag, int outside) {
    file.meaning(2, tag).meaning(2, type(tag)).length(4, tags.get(tag).length);
    if (outsideBytes(tag) > 0) {
      file.length(4, outside);
      return;
    }
    values(file, tag);
    file.raw(new byte[4 - bytes(tag)]);
  }

  private void values(Sketch file, int tag) {
    for (long value : tags.get(tag)) {
      int width = type(tag) == LONG ? 4 : 2;
      if (tag == 256 || tag == 257) {
        file.side(width, value);
      } else if (width == 4) {
        file.length(width, value);
      } else {
        file.meaning(width, value);
      }
    }
  }
}
