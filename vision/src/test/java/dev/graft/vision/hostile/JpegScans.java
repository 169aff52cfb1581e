package dev.graft.vision.hostile;

/**
 * A JPEG's compressed data: few coefficients, each with a four-bit code (ITU-T T.81, annexes F and
 * G). Codes are as long as they may be stupid: what counts is that the structure is true.
 */
final class JpegScans {
  /** How many bits a difference has: 0..11, each its own code. */
  static final int[] DC_SYMBOLS = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};

  /** Zeros before a coefficient, and its bits; 0x00 ends a block, 0xe0 very many. */
  static final int[] AC_SYMBOLS = {0x00, 0x01, 0x02, 0x03, 0x11, 0x12, 0x21, 0xf0, 0xe0};

  private final Sketch file;
  private int held;
  private int count;

  private JpegScans(Sketch file) {
    this.file = file;
  }

  static void baseline(Sketch file, Jpegs.Form form) {
    scanHead(file, form, 0, form.channels(), 0, 63, 0);
    file.border();
    var scan = new JpegScans(file);
    int unit = form.subsampled() ? 16 : 8;
    int units = ((form.width() + unit - 1) / unit) * ((form.height() + unit - 1) / unit);
    for (int i = 0; i < units; i++) {
      if (form.restart() > 0 && i > 0) {
        scan.filled();
        file.border().bytes(0xff).meaning(1, 0xd0 + (i - 1) % 8);
      }
      int blocks = form.channels() + (form.subsampled() ? 3 : 0);
      for (int block = 0; block < blocks; block++) {
        scan.difference(i + block);
        scan.block();
      }
    }
    scan.filled();
  }

  static void progressive(Sketch file, Jpegs.Form form) {
    int blocks = ((form.width() + 7) / 8) * ((form.height() + 7) / 8);
    scanHead(file, form, 0, form.channels(), 0, 0, 0x01);
    var first = new JpegScans(file);
    for (int i = 0; i < blocks * form.channels(); i++) {
      first.difference(i);
    }
    first.filled();
    scanHead(file, form, 0, form.channels(), 0, 0, 0x10);
    var refined = new JpegScans(file);
    for (int i = 0; i < blocks * form.channels(); i++) {
      refined.put(i & 1, 1);
    }
    refined.filled();
    for (int channel = 0; channel < form.channels(); channel++) {
      scanHead(file, form, channel, 1, 1, 63, 0);
      var rest = new JpegScans(file);
      for (int i = 0; i < blocks; i++) {
        rest.block();
      }
      rest.filled();
    }
  }

  static void scanHead(
      Sketch file, Jpegs.Form form, int channel, int channels, int from, int to, int bits) {
    Jpegs.head(file, 0xda, 4 + 2 * channels).meaning(1, channels);
    for (int i = channel; i < channel + channels; i++) {
      file.meaning(1, form.ids() + i).meaning(1, 0);
    }
    file.meaning(1, from).meaning(1, to).meaning(1, bits);
  }

  /** A scan that says of all blocks that they hold nothing, 32767 at a time. */
  static void emptyScan(Sketch file, Jpegs.Form form, int channel) {
    scanHead(file, form, channel, 1, 1, 63, 0);
    var scan = new JpegScans(file);
    long blocks = ((form.width() + 7L) / 8) * ((form.height() + 7L) / 8);
    for (long left = blocks; left > 0; left -= 32767) {
      scan.put(8, 4); // 0xe0: a run of 2^14 blocks and more, whose rest follows in 14 bits
      scan.put(0x3fff, 14);
    }
    scan.filled();
  }

  /** DC: how far from the block before. */
  private void difference(int i) {
    int size = i % 3;
    put(size, 4);
    put(i & (1 << size) - 1, size);
  }

  /** AC: two coefficients, then none. */
  private void block() {
    put(2, 4); // 0x02
    put(3, 2);
    put(5, 4); // 0x12
    put(1, 2);
    put(0, 4);
  }

  private void put(int bits, int width) {
    for (int i = width - 1; i >= 0; i--) {
      held = held << 1 | bits >> i & 1;
      if (++count == 8) {
        file.bytes(held & 0xff);
        if ((held & 0xff) == 0xff) {
          file.bytes(0);
        }
        held = 0;
        count = 0;
      }
    }
  }

  /** Ones up to the end of the byte. */
  private void filled() {
    while (count > 0) {
      put(1, 1);
    }
  }
}
