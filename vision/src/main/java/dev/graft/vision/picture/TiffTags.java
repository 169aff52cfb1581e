package dev.graft.vision.picture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;

/**
 * The first directory of a TIFF (revision 6.0, section 2), every claim held against the file. Of a
 * tag that comes twice the first counts; nothing that an entry points to is followed.
 */
final class TiffTags {
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int[] TYPE_BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};
  private static final int MOST_ENTRIES = 4096;

  /** Where a tag's numbers lie. */
  private record Entry(int type, int count, int at) {}

  private final ByteBuffer file;
  private final Map<Integer, Entry> entries = new TreeMap<>();

  private TiffTags(ByteBuffer file) {
    this.file = file;
  }

  /** Of a file that begins as a TIFF does. */
  static TiffTags of(byte[] bytes) throws UnreadablePicture {
    if (bytes.length < 14) {
      throw UnreadablePicture.truncated("TIFF");
    }
    var file = ByteBuffer.wrap(bytes);
    var tags =
        new TiffTags(file.order(bytes[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN));
    tags.walk();
    return tags;
  }

  private void walk() throws UnreadablePicture {
    long directory = file.getInt(4) & 0xffffffffL;
    if (directory < 8) {
      throw UnreadablePicture.corrupt("TIFF", "its directory lies at " + directory);
    }
    if (directory + 2 > file.limit()) {
      throw UnreadablePicture.truncated("TIFF");
    }
    int count = file.getShort((int) directory) & 0xffff;
    if (count == 0 || count > MOST_ENTRIES) {
      throw UnreadablePicture.corrupt("TIFF", "its directory has " + count + " entries");
    }
    if (directory + 2 + 12L * count > file.limit()) {
      throw UnreadablePicture.truncated("TIFF");
    }
    for (int i = 0; i < count; i++) {
      entry((int) directory + 2 + 12 * i);
    }
  }

  /** Left out where its numbers lie outside of the file: whoever needs it will miss it. */
  private void entry(int at) {
    int type = file.getShort(at + 2) & 0xffff;
    long count = file.getInt(at + 4) & 0xffffffffL;
    if (type == 0 || type >= TYPE_BYTES.length || count == 0) {
      return;
    }
    long size = count * TYPE_BYTES[type];
    long values = size <= 4 ? at + 8 : file.getInt(at + 8) & 0xffffffffL;
    if (values + size <= file.limit()) {
      entries.putIfAbsent(file.getShort(at) & 0xffff, new Entry(type, (int) count, (int) values));
    }
  }

  boolean has(int tag) {
    return entries.containsKey(tag);
  }

  int count(int tag) {
    var entry = entries.get(tag);
    return entry == null ? 0 : entry.count;
  }

  /** The first number of a tag, or another one where the tag is not there. */
  long first(int tag, long otherwise) throws UnreadablePicture {
    return has(tag) ? number(tag, 0) : otherwise;
  }

  /** One number of a tag that must be there. */
  long number(int tag, int index) throws UnreadablePicture {
    var entry = entries.get(tag);
    if (entry == null || index >= entry.count) {
      throw UnreadablePicture.corrupt("TIFF", "it lacks number " + (index + 1) + " of tag " + tag);
    }
    if (entry.type == SHORT) {
      return file.getShort(entry.at + 2 * index) & 0xffff;
    }
    if (entry.type == LONG) {
      return file.getInt(entry.at + 4 * index) & 0xffffffffL;
    }
    throw UnreadablePicture.corrupt("TIFF", "the numbers of tag " + tag + " are of a wrong type");
  }

  /**
   * The file with a directory behind its end that has only these tags, and no other page: what else
   * a file may hold (profiles, notes, directories in circles) is never seen by Java's reader.
   */
  byte[] only(java.util.Set<Integer> wanted) {
    var kept = new TreeMap<>(entries);
    kept.keySet().retainAll(wanted);
    int directory = file.limit() + (file.limit() & 1);
    var out = ByteBuffer.allocate(directory + 6 + 12 * kept.size()).order(file.order());
    out.put(file.array()).putInt(4, directory).position(directory);
    out.putShort((short) kept.size());
    kept.forEach(
        (tag, entry) -> {
          out.putShort(tag.shortValue()).putShort((short) entry.type).putInt(entry.count);
          int size = entry.count * TYPE_BYTES[entry.type];
          var inside = new byte[4];
          file.get(entry.at, inside, 0, Math.min(4, size));
          if (size <= 4) {
            out.put(inside);
          } else {
            out.putInt(entry.at);
          }
        });
    return out.putInt(0).array();
  }
}
