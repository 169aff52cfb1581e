package dev.graft.vision.hostile;

import java.util.ArrayList;
import java.util.List;

/** JPEG baseline and progressive, one to four channels, with the notes of cameras and of Adobe. */
final class Jpegs {
  static final int SIDE = 24;

  /**
   * A variant.
   *
   * @param adobe transform of the Adobe marker; -1: no such marker
   * @param restart blocks between restart markers; 0: none
   * @param orientation of the EXIF note; 0: no note
   * @param ids of the channels, from this number on
   */
  record Form(
      int width,
      int height,
      int channels,
      boolean progressive,
      boolean subsampled,
      boolean jfif,
      int adobe,
      int restart,
      int orientation,
      int ids) {
    static Form of(int channels) {
      return new Form(SIDE, SIDE, channels, false, false, channels < 4, -1, 0, 0, 1);
    }

    Form sized(int w, int h) {
      return new Form(
          w, h, channels, progressive, subsampled, jfif, adobe, restart, orientation, ids);
    }

    Form inScans() {
      return new Form(
          width, height, channels, true, subsampled, jfif, adobe, restart, orientation, ids);
    }

    Form halved() {
      return new Form(
          width, height, channels, progressive, true, jfif, adobe, restart, orientation, ids);
    }

    Form adobe(int transform) {
      return new Form(
          width, height, channels, progressive, subsampled, false, transform, restart, 0, ids);
    }

    Form restarting() {
      return new Form(width, height, channels, progressive, subsampled, jfif, adobe, 1, 0, ids);
    }

    Form held(int exif) {
      return new Form(
          width, height, channels, progressive, subsampled, jfif, adobe, restart, exif, ids);
    }

    Form bare(int firstId) {
      return new Form(
          width, height, channels, progressive, subsampled, false, -1, restart, 0, firstId);
    }
  }

  private Jpegs() {}

  static List<Specimen> specimens() {
    var all = new ArrayList<Specimen>();
    all.add(specimen("gray", Form.of(1)));
    all.add(specimen("colour", Form.of(3)));
    all.add(specimen("subsampled", Form.of(3).halved()));
    all.add(specimen("restarts", Form.of(3).halved().restarting()));
    all.add(specimen("gray-progressive", Form.of(1).inScans()));
    all.add(specimen("progressive", Form.of(3).inScans()));
    all.add(specimen("adobe-rgb", Form.of(3).adobe(0)));
    all.add(specimen("adobe-ycc", Form.of(3).adobe(1)));
    all.add(specimen("no-notes", Form.of(3).bare(1)));
    all.add(specimen("cmyk-bare", Form.of(4)));
    all.add(specimen("cmyk-adobe", Form.of(4).adobe(0)));
    all.add(specimen("ycck-adobe", Form.of(4).adobe(2)));
    all.add(specimen("ycck-progressive", Form.of(4).adobe(2).inScans()));
    for (int orientation = 1; orientation <= 8; orientation++) {
      all.add(specimen("exif" + orientation, Form.of(3).held(orientation)));
    }
    all.add(specimen("two-channels", Form.of(2).bare(1)).refused());
    return all;
  }

  private static Specimen specimen(String variant, Form form) {
    return file(form).specimen("jpeg", variant);
  }

  static Sketch file(Form form) {
    var file = begun(form);
    if (form.progressive) {
      JpegScans.progressive(file, form);
    } else {
      JpegScans.baseline(file, form);
    }
    return ended(file);
  }

  static Sketch begun(Form form) {
    var file = new Sketch(true).bytes(0xff, 0xd8);
    if (form.jfif) {
      segment(file, 0xe0, new Sketch(true).text("JFIF\0").bytes(1, 1, 0, 0, 1, 0, 1, 0, 0).bytes());
    }
    if (form.orientation > 0) {
      byte[] tiff = Tiffs.orientationOnly(form.orientation);
      segment(file, 0xe1, new Sketch(true).text("Exif\0\0").raw(tiff).bytes());
    }
    if (form.adobe >= 0) {
      segment(
          file, 0xee, new Sketch(true).text("Adobe").bytes(0, 100, 0, 0, 0, 0, form.adobe).bytes());
    }
    tables(file);
    frame(file, form);
    if (form.restart > 0) {
      head(file, 0xdd, 2).meaning(2, form.restart);
    }
    return file;
  }

  /** One table of quantisation, and one each for DC and AC, whose codes all have four bits. */
  static void tables(Sketch file) {
    head(file, 0xdb, 65).meaning(1, 0);
    for (int i = 0; i < 64; i++) {
      file.bytes(4 + i);
    }
    huffman(file, 0x00, JpegScans.DC_SYMBOLS);
    huffman(file, 0x10, JpegScans.AC_SYMBOLS);
  }

  private static void huffman(Sketch file, int id, int[] symbols) {
    head(file, 0xc4, 17 + symbols.length).meaning(1, id);
    file.bytes(0, 0, 0).length(1, symbols.length).raw(new byte[12]).bytes(symbols);
  }

  private static void frame(Sketch file, Form form) {
    head(file, form.progressive ? 0xc2 : 0xc0, 6 + 3 * form.channels).meaning(1, 8);
    file.side(2, form.height).side(2, form.width).meaning(1, form.channels);
    for (int i = 0; i < form.channels; i++) {
      file.meaning(1, form.ids + i);
      file.meaning(1, form.subsampled && i == 0 ? 0x22 : 0x11).meaning(1, 0);
    }
  }

  static Sketch head(Sketch file, int marker, int size) {
    return file.border().bytes(0xff).meaning(1, marker).length(2, size + 2);
  }

  static Sketch segment(Sketch file, int marker, byte[] body) {
    return head(file, marker, body.length).raw(body);
  }

  static Sketch ended(Sketch file) {
    return file.border().bytes(0xff).meaning(1, 0xd9);
  }
}
