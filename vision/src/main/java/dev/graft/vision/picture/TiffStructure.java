package dev.graft.vision.picture;

import java.util.Set;

/** What a TIFF's first page says of itself: of a form that is read here, or why it is not. */
final class TiffStructure {
  static final int LZW = 5;
  static final int JPEG = 7;
  static final int DEFLATE = 8;
  static final int DEFLATE_OLD = 32946;
  static final int PACKBITS = 32773;
  private static final Set<Integer> FAX = Set.of(2, 3, 4);
  private static final Set<Integer> PACKED = Set.of(1, LZW, JPEG, DEFLATE, DEFLATE_OLD, PACKBITS);
  private static final int PALETTE = 3;
  private static final int CMYK = 5;
  private static final int LUMA_CHROMA = 6;
  private static final int MOST_BANDS = 32; // satellites have a dozen
  private static final int MOST_FAX_WIDTH =
      65_535; // Java keeps two numbers for each pixel of a row
  private static final Set<Integer> ESSENTIAL =
      Set.of(
          256, 257, 258, 259, 262, 266, 273, 277, 278, 279, 284, 292, 293, 317, 320, 322, 323, 324,
          325, 338, 339, 347, 529, 530, 531, 532);

  final TiffTags tags;
  final int width;
  final int height;
  final int bits;
  final int channels;
  final int compression;
  final boolean planes;
  private final int meaning;

  private TiffStructure(TiffTags tags, Cost cost) throws UnreadablePicture {
    this.tags = tags;
    long wide = tags.number(256, 0);
    long high = tags.number(257, 0);
    cost.checkPixels(wide, high);
    width = (int) wide;
    height = (int) high;
    bits = (int) tags.first(258, 1);
    compression = (int) tags.first(259, 1);
    meaning = (int) tags.number(262, 0);
    channels = (int) tags.first(277, 1);
    planes = tags.first(284, 1) == 2;
  }

  static TiffStructure of(byte[] bytes, Cost cost) throws UnreadablePicture {
    var structure = new TiffStructure(TiffTags.of(bytes), cost);
    structure.checkColours();
    structure.checkSamples();
    structure.checkCompression();
    new TiffParts(structure, bytes).check(cost);
    return structure;
  }

  /** The file with nothing but this page's own tags. */
  byte[] essential() {
    return tags.only(ESSENTIAL);
  }

  int bytesPerPixel() {
    return Math.max(1, channels * bits / 8);
  }

  private void checkColours() throws UnreadablePicture {
    int own =
        switch (meaning) {
          case 0, 1, PALETTE -> 1;
          case 2, LUMA_CHROMA -> 3;
          case CMYK -> 4;
          default -> throw unsupported("its colours are of kind " + meaning);
        };
    boolean fixed = meaning == PALETTE || meaning == CMYK || meaning == LUMA_CHROMA;
    int most = fixed ? own : compression == JPEG ? own + 3 : MOST_BANDS;
    if (channels < own || channels > most) {
      throw unsupported("it has " + channels + " channels");
    }
    if ((long) width * height * channels > Integer.MAX_VALUE) {
      throw unsupported("it has more than two thousand million numbers");
    }
    if (meaning == PALETTE && tags.count(320) != 3 << Math.min(8, bits)) {
      throw UnreadablePicture.corrupt("TIFF", "its palette has " + tags.count(320) + " numbers");
    }
    if (meaning == LUMA_CHROMA && compression != JPEG) {
      throw unsupported("it holds luma and chroma that are not compressed as JPEG");
    }
  }

  private void checkSamples() throws UnreadablePicture {
    for (int i = 1; i < Math.min(channels, tags.count(258)); i++) {
      if (tags.number(258, i) != bits) {
        throw unsupported("its channels differ in depth");
      }
    }
    for (int i = 0; i < tags.count(339); i++) {
      if (tags.number(339, i) != 1) {
        throw unsupported("its samples are not unsigned integers");
      }
    }
    boolean few = bits == 1 || bits == 2 || bits == 4;
    if (bits != 8 && (bits != 16 || meaning == PALETTE) && (!few || channels != 1)) {
      throw unsupported("it has " + channels + " channels of " + bits + " bits");
    }
  }

  private void checkCompression() throws UnreadablePicture {
    long predictor = compression == 1 ? 1 : tags.first(317, 1);
    if (predictor != 1 && (predictor != 2 || bits != 8)) {
      throw unsupported("it uses predictor " + predictor + " on " + bits + " bits");
    }
    if (isFax() && (bits != 1 || channels != 1 || width > MOST_FAX_WIDTH)) {
      throw unsupported("it is a fax of more than one bit a pixel, or too wide");
    }
    if (!isFax() && !PACKED.contains(compression)) {
      throw unsupported("its compression is of kind " + compression);
    }
    if (compression == JPEG && bits != 8) {
      throw unsupported("it holds JPEGs of " + bits + " bits");
    }
  }

  boolean isFax() {
    return FAX.contains(compression);
  }

  static UnreadablePicture unsupported(String what) {
    return new UnreadablePicture(
        Fault.UNSUPPORTED, "The TIFF is of a form that is not read here: " + what + ".");
  }
}
