package dev.graft.vision.picture;

import java.util.Arrays;

/** The strips or tiles of a TIFF, held to be inside of the file and to have every pixel. */
final class TiffParts {
  private static final int MOST_PARTS = 50_000; // Java's reader keeps 700 bytes for each

  private final TiffStructure page;
  private final byte[] bytes;
  private final boolean tiled;
  private final long partWidth;
  private final long partHeight;

  TiffParts(TiffStructure page, byte[] bytes) throws UnreadablePicture {
    this.page = page;
    this.bytes = bytes;
    tiled = page.tags.has(322);
    partWidth = tiled ? page.tags.number(322, 0) : page.width;
    partHeight =
        tiled ? page.tags.number(323, 0) : Math.min(page.height, page.tags.first(278, page.height));
  }

  void check(Cost cost) throws UnreadablePicture {
    cost.checkPixels(partWidth, partHeight);
    if (tiled && (partWidth > page.width + 4096L || partHeight > page.height + 4096L)) {
      throw UnreadablePicture.corrupt("TIFF", "its tiles are much larger than the picture");
    }
    long across = (page.width + partWidth - 1) / partWidth;
    long down = (page.height + partHeight - 1) / partHeight;
    long count = across * down * (page.planes ? page.channels : 1);
    if (count > MOST_PARTS) {
      throw TiffStructure.unsupported("it lies in " + count + " parts");
    }
    int offsets = tiled ? 324 : 273;
    int sizes = tiled ? 325 : 279;
    if (page.tags.count(offsets) < count || page.tags.count(sizes) < count) {
      throw UnreadablePicture.corrupt(
          "TIFF", "of its %d parts it names only %d".formatted(count, page.tags.count(offsets)));
    }
    for (int i = 0; i < count; i++) {
      long begin = page.tags.number(offsets, i);
      long end = begin + page.tags.number(sizes, i);
      if (end > bytes.length || begin == end) {
        throw UnreadablePicture.truncated("TIFF");
      }
      part((int) begin, (int) end, rows(i, down));
    }
  }

  /** The last strip has only the rows that are left; tiles are always full. */
  private long rows(long index, long down) {
    boolean last = index % down == down - 1;
    return tiled || !last ? partHeight : page.height - (down - 1) * partHeight;
  }

  private void part(int begin, int end, long rows) throws UnreadablePicture {
    if (page.isFax()) {
      return; // a bit may stand for a row: nothing can be said without reading it
    }
    if (page.compression == TiffStructure.JPEG) {
      jpeg(Arrays.copyOfRange(bytes, begin, end), rows);
      return;
    }
    long samples = page.planes ? 1 : page.channels;
    long wanted = (partWidth * samples * page.bits + 7) / 8 * rows;
    long there =
        switch (page.compression) {
          case TiffStructure.LZW -> Unpacked.lzw(bytes, begin, end, wanted);
          case TiffStructure.PACKBITS -> Unpacked.packBits(bytes, begin, end, wanted);
          case TiffStructure.DEFLATE, TiffStructure.DEFLATE_OLD ->
              Unpacked.deflate(bytes, begin, end, wanted);
          default -> end - begin;
        };
    if (there < wanted) {
      throw UnreadablePicture.truncated("TIFF");
    }
  }

  /** It must not be larger than its part: Java's reader would believe the JPEG. */
  private void jpeg(byte[] strip, long rows) throws UnreadablePicture {
    if (strip.length < 4 || strip[0] != (byte) 0xff || strip[1] != (byte) 0xd8) {
      throw UnreadablePicture.corrupt("TIFF", "a JPEG in it does not begin as one");
    }
    var structure = JpegStructure.of(strip);
    if (!structure.ended) {
      throw UnreadablePicture.truncated("TIFF");
    }
    if (structure.progressive || structure.scans > page.channels) {
      throw TiffStructure.unsupported("it holds a JPEG of many scans");
    }
    if (structure.width != partWidth || structure.height < rows || structure.height > partHeight) {
      throw UnreadablePicture.corrupt(
          "TIFF",
          "a JPEG in it has %d by %d pixels where %d by %d belong"
              .formatted(structure.width, structure.height, partWidth, rows));
    }
    if (structure.componentIds.length != (page.planes ? 1 : page.channels)) {
      throw UnreadablePicture.corrupt("TIFF", "a JPEG in it has another number of channels");
    }
  }
}
