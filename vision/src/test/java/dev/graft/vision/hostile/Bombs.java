package dev.graft.vision.hostile;

import dev.graft.vision.hostile.HostilePicture.Expected;
import java.util.ArrayList;
import java.util.List;

/** Small files that ask for much memory or time. */
final class Bombs {
  private final List<HostilePicture> all = new ArrayList<>();

  private Bombs() {}

  static List<HostilePicture> all() {
    var bombs = new Bombs();
    bombs.pngs();
    bombs.gifs();
    bombs.jpegScans();
    bombs.jpegNotes();
    bombs.bmps();
    bombs.all.addAll(TiffBombs.all());
    return bombs.all;
  }

  private void add(String name, Sketch file, Expected expected) {
    all.add(new HostilePicture("bomb", "bomb/" + name, file.bytes(), expected));
  }

  private void pngs() {
    byte[] little = Deflated.of(new byte[25 * Motif.HEIGHT]);
    add("png/huge", png(30_000, 30_000, Deflated.zeros(new byte[0], 1 << 20)), Expected.REFUSED);
    add(
        "png/large",
        Pngs.ended(Pngs.begun(7000, 7000, 1, 0, 0), Deflated.zeros(new byte[0], 876 * 7000)),
        Expected.READ);
    add("png/large-and-empty", png(7000, 7000, little), Expected.REFUSED);
    add(
        "png/large-and-deep",
        Pngs.ended(Pngs.begun(4000, 4000, 16, 6, 0), Deflated.zeros(new byte[0], 32_001L * 4000)),
        Expected.ANSWERED);
    add("png/data-without-end", png(24, 20, Deflated.zeros(new byte[0], 1 << 28)), Expected.READ);
    byte[] text =
        new Sketch(true).text("Comment\0\0").raw(Deflated.zeros(new byte[0], 1 << 28)).bytes();
    for (String type : new String[] {"zTXt", "iCCP", "iTXt"}) {
      add(
          "png/" + type,
          Pngs.ended(Pngs.chunk(Pngs.begun(24, 20, 8, 0, 0), type, text), little),
          Expected.READ);
    }
    add("png/empty-data-chunks", Pngs.ended(chunks("IDAT", 0, 100_000), little), Expected.ANSWERED);
    add("png/text-chunks", Pngs.ended(chunks("tEXt", 4, 50_000), little), Expected.READ);
    add("png/palettes", Pngs.ended(chunks("PLTE", 3, 50_000), little), Expected.ANSWERED);
    add("png/no-palette", Pngs.ended(Pngs.begun(24, 20, 8, 3, 0), little), Expected.ANSWERED);
    add(
        "png/no-data",
        Pngs.chunk(Pngs.begun(24, 20, 8, 0, 0), "IEND", new byte[0]),
        Expected.REFUSED);
  }

  private static Sketch png(int width, int height, byte[] data) {
    return Pngs.ended(Pngs.begun(width, height, 8, 0, 0), data);
  }

  private static Sketch chunks(String type, int size, int count) {
    var file = Pngs.begun(24, 20, 8, 0, 0);
    for (int i = 0; i < count; i++) {
      Pngs.chunk(file, type, new byte[size]);
    }
    return file;
  }

  private void gifs() {
    var frames = Gifs.begun("GIF89a", true);
    for (int i = 0; i < 3000; i++) {
      Gifs.frame(Gifs.control(frames, i % 4), i % 20, i % 19, false);
    }
    add("gif/3000-frames", Gifs.ended(frames), Expected.READ);
    var notes = Gifs.begun("GIF89a", true);
    for (int i = 0; i < 30_000; i++) {
      Gifs.noted(notes);
    }
    add("gif/notes", Gifs.ended(Gifs.frame(notes, 0, 0, false)), Expected.READ);
    add(
        "gif/canvas",
        Gifs.ended(Gifs.frame(Gifs.begun("GIF89a", true, 65535, 65535), 0, 0, false)),
        Expected.REFUSED);
    add(
        "gif/large-canvas",
        Gifs.ended(Gifs.frame(Gifs.begun("GIF89a", true, 7000, 7000), 0, 0, false)),
        Expected.ANSWERED);
    add("gif/large-frame", gifFrame(7000, 7000), Expected.ANSWERED);
    add("gif/huge-frame", gifFrame(65535, 65535), Expected.REFUSED);
  }

  private static Sketch gifFrame(int width, int height) {
    var file = Gifs.begun("GIF89a", true).bytes(0x2c, 0, 0, 0, 0);
    return Gifs.ended(Gifs.data(file.number(2, width).number(2, height).bytes(0), 100));
  }

  private void jpegScans() {
    add("jpeg/900-scans", scans(1200, 1000, 900), Expected.ANSWERED);
    add("jpeg/20-scans-large", scans(7000, 7000, 20), Expected.ANSWERED);
    add("jpeg/5000-scans", scans(16, 16, 5000), Expected.REFUSED);
    add("jpeg/200-scans-large", scans(7000, 7000, 200), Expected.REFUSED);
    for (int channels : new int[] {1, 3, 4}) {
      var empty = Jpegs.begun(Jpegs.Form.of(channels).sized(7000, 7000));
      JpegScans.scanHead(empty, Jpegs.Form.of(channels), 0, channels, 0, 63, 0);
      add("jpeg/large-and-empty-" + channels, Jpegs.ended(empty), Expected.REFUSED);
    }
    add("jpeg/huge", Jpegs.file(Jpegs.Form.of(1).sized(65500, 8)), Expected.READ);
    var restarts = Jpegs.begun(Jpegs.Form.of(1).sized(2000, 2000).restarting());
    JpegScans.scanHead(restarts, Jpegs.Form.of(1), 0, 1, 0, 63, 0);
    for (int i = 0; i < 60_000; i++) {
      restarts.bytes(0xff, 0xd0 + i % 8);
    }
    add("jpeg/restarts", Jpegs.ended(restarts), Expected.ANSWERED);
  }

  private static Sketch scans(int width, int height, int count) {
    var form = Jpegs.Form.of(3).inScans().sized(width, height);
    var file = Jpegs.begun(form);
    for (int i = 0; i < count; i++) {
      JpegScans.emptyScan(file, form, i % 3);
    }
    return Jpegs.ended(file);
  }

  private void jpegNotes() {
    flood("app-notes", 0xef, new byte[10], 60_000);
    flood("comments", 0xfe, new byte[10], 60_000);
    flood(
        "thumbnails",
        0xe0,
        new Sketch(true).text("JFXX\0").bytes(0x10).raw(Jpegs.specimens().get(0).bytes()).bytes(),
        500);
    flood(
        "profiles",
        0xe2,
        new Sketch(true).text("ICC_PROFILE\0").bytes(1, 255).raw(new byte[2000]).bytes(),
        300);
    flood("adobe", 0xee, new Sketch(true).text("Adobe").raw(new byte[7]).bytes(), 5_000);
    flood(
        "exif",
        0xe1,
        new Sketch(true)
            .text("Exif\0\0MM\0*")
            .number(4, 8)
            .number(2, 5400)
            .raw(new byte[64_000])
            .bytes(),
        20);
    flood(
        "exif-nowhere",
        0xe1,
        new Sketch(true).text("Exif\0\0MM\0*").number(4, 0x7fffffff).bytes(),
        1);
    flood("quantisation", 0xdb, new byte[65], 5_000);
    var twice =
        Jpegs.begun(Jpegs.Form.of(3))
            .raw(java.util.Arrays.copyOfRange(Jpegs.file(Jpegs.Form.of(3)).bytes(), 2, 600));
    add("jpeg/two-frames", Jpegs.ended(twice), Expected.REFUSED);
    var starts = new Sketch(true);
    for (int i = 0; i < 100_000; i++) {
      starts.bytes(0xff, 0xd8);
    }
    add("jpeg/starts", Jpegs.ended(starts), Expected.REFUSED);
  }

  /** So many segments between the beginning and an honest rest. */
  private void flood(String name, int marker, byte[] body, int count) {
    var file = new Sketch(true).bytes(0xff, 0xd8);
    for (int i = 0; i < count; i++) {
      Jpegs.segment(file, marker, body);
    }
    byte[] rest = Jpegs.file(Jpegs.Form.of(3)).bytes();
    file.raw(java.util.Arrays.copyOfRange(rest, 2, rest.length));
    add("jpeg/" + name, file, Expected.ANSWERED);
  }

  private void bmps() {
    for (int compression : new int[] {Bmps.RLE8, Bmps.RLE4}) {
      int bits = compression == Bmps.RLE8 ? 8 : 4;
      var file =
          Bmps.begun(bits, 40, 1_900_000, compression, 64, 2, 16).raw(new byte[64]).bytes(0, 1);
      add("bmp/high-run" + bits, file, Expected.ANSWERED);
    }
    var jumps = new Sketch(false);
    for (int i = 0; i < 100_000; i++) {
      jumps.bytes(0, 2, 255, 255);
    }
    add(
        "bmp/jumps",
        Bmps.begun(8, 40, Motif.HEIGHT, Bmps.RLE8, 64, 400_000, 16)
            .raw(new byte[64])
            .raw(jumps.bytes()),
        Expected.ANSWERED);
    add(
        "bmp/palette",
        Bmps.begun(8, 40, Motif.HEIGHT, 0, 64, 480, Integer.MAX_VALUE).raw(new byte[600]),
        Expected.ANSWERED);
    add(
        "bmp/long-header",
        Bmps.begun(24, 0x7fffff00, Motif.HEIGHT, 0, 0, 480, 0).raw(new byte[600]),
        Expected.REFUSED);
  }
}
