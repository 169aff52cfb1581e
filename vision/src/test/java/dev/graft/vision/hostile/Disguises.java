package dev.graft.vision.hostile;

import dev.graft.vision.hostile.HostilePicture.Expected;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Files that are something else, two things at once, or named wrongly. */
final class Disguises {
  /** Beginnings of other files, and the smallest whole ones. */
  private static final Map<String, String> OTHERS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("text", "just some text, named photo.jpg"),
              Map.entry("html", "<!DOCTYPE html><html><body><img src='x.jpg'></body></html>"),
              Map.entry("svg", "<svg xmlns='http://www.w3.org/2000/svg'><rect/></svg>"),
              Map.entry(
                  "xml-entities", "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
              Map.entry("json", "{\"image\": \"data:image/png;base64,iVBORw0KGgo=\"}"),
              Map.entry("base64", "data:image/jpeg;base64,/9j/4AAQSkZJRg=="),
              Map.entry("pdf", "%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\n%%EOF"),
              Map.entry("postscript", "%!PS-Adobe-3.0 EPSF-3.0\nshowpage"),
              Map.entry("zip", "PK\3\4\24\0\0\0\0\0"),
              Map.entry("gzip", "\u001f\u008b\b\0\0\0\0\0\0\3"),
              Map.entry("webp-lossy", "RIFF\u0020\0\0\0WEBPVP8 \24\0\0\0"),
              Map.entry("webp-lossless", "RIFF\u0020\0\0\0WEBPVP8L\24\0\0\0"),
              Map.entry("wave", "RIFF\u0020\0\0\0WAVEfmt "),
              Map.entry("heic", "\0\0\0\u0018ftypheic\0\0\0\0mif1heic"),
              Map.entry("avif", "\0\0\0\u0020ftypavif\0\0\0\0avifmif1miafMA1B"),
              Map.entry("video", "\0\0\0\u0018ftypmp42\0\0\0\0mp42isom"),
              Map.entry("jpeg2000", "\0\0\0\fjP  \r\n\u0087\n"),
              Map.entry("jpegxl", "\u00ff\n\u00fa\u001f\u0001"),
              Map.entry("jpegxl-boxed", "\0\0\0\fJXL \r\n\u0087\n"),
              Map.entry("icon", "\0\0\1\0\1\0\u0010\u0010\0\0\1\0"),
              Map.entry("photoshop", "8BPS\0\1\0\0\0\0\0\0\0\3"),
              Map.entry("bigtiff-ii", "II+\0\b\0\0\0\u0010\0\0\0\0\0\0\0"),
              Map.entry("bigtiff-mm", "MM\0+\0\b\0\0\0\0\0\0\0\0\0\u0010"),
              Map.entry("portable-map", "P6\n2 2\n255\n............"),
              Map.entry("raw-fuji", "FUJIFILMCCD-RAW 0201"),
              Map.entry("program", "\u007fELF\2\1\1\0"),
              Map.entry("script", "#!/bin/sh\necho hello\n"),
              Map.entry("class", "\u00ca\u00fe\u00ba\u00be\0\0\0=")));

  private final List<HostilePicture> all = new ArrayList<>();

  private Disguises() {}

  static List<HostilePicture> all() {
    var disguises = new Disguises();
    OTHERS.forEach(
        (name, bytes) -> disguises.add("other/" + name, latin1(bytes), Expected.REFUSED));
    disguises.nearlyNothing();
    disguises.beginnings();
    disguises.polyglots();
    disguises.wrongNames();
    return disguises.all;
  }

  private void add(String name, byte[] bytes, Expected expected) {
    all.add(new HostilePicture("disguise", "disguise/" + name, bytes, expected));
  }

  private void nearlyNothing() {
    add("empty", new byte[0], Expected.REFUSED);
    for (int value : new int[] {0, 0x42, 0x47, 0x49, 0x4d, 0x89, 0xff}) {
      add("one-byte-" + value, new byte[] {(byte) value}, Expected.REFUSED);
    }
    for (int length : new int[] {2, 3, 4, 100, 10_000}) {
      add("zeros-" + length, new byte[length], Expected.REFUSED);
    }
  }

  /** The first bytes of each kind, with nothing and with noise behind them. */
  private void beginnings() {
    var random = new Random(7);
    for (String magic :
        new String[] {
          "\u00ff\u00d8\u00ff", Pngs.SIGNATURE, "GIF89a", "GIF87a", "BM", "II*\0", "MM\0*"
        }) {
      String kind = magic.replaceAll("[^A-Za-z0-9]", "") + magic.length();
      add("magic/" + kind, latin1(magic), Expected.REFUSED);
      for (int length : new int[] {10, 100, 1000, 10_000, 100_000}) {
        var noise = new byte[length];
        random.nextBytes(noise);
        add("noise/" + kind + "-" + length, behind(latin1(magic), noise), Expected.ANSWERED);
      }
    }
  }

  private void polyglots() {
    byte[] zip = latin1("PK\3\4\24\0\0\0\0\0PK\5\6" + "\0".repeat(18));
    byte[] jpeg = Jpegs.specimens().get(1).bytes();
    byte[] png = Pngs.specimens().get(0).bytes();
    byte[] gif = Gifs.specimens().get(1).bytes();
    add("two/jpeg-and-zip", behind(jpeg, zip), Expected.READ);
    add("two/png-and-zip", behind(png, zip), Expected.READ);
    add("two/gif-and-zip", behind(gif, zip), Expected.READ);
    add("two/jpeg-and-script", behind(jpeg, latin1("<script>alert(1)</script>")), Expected.READ);
    add("two/png-and-php", behind(png, latin1("<?php system($_GET['c']); ?>")), Expected.READ);
    add(
        "two/gif-that-is-script",
        behind(latin1("GIF89a/*"), latin1("\0\0\0\0\0*/=1;alert(1);")),
        Expected.REFUSED);
    add("two/pdf-with-jpeg", behind(latin1("%PDF-1.4\nstream\n"), jpeg), Expected.REFUSED);
    add("two/jpeg-and-jpeg", behind(jpeg, Jpegs.specimens().get(0).bytes()), Expected.READ);
    add("two/jpeg-and-png", behind(jpeg, png), Expected.READ);
    add("two/png-begins-a-jpeg", behind(latin1(Pngs.SIGNATURE), jpeg), Expected.REFUSED);
    add("two/jpeg-begins-a-png", behind(latin1("\u00ff\u00d8\u00ff"), png), Expected.REFUSED);
    add("two/tiff-begins-a-jpeg", behind(latin1("II*\0"), jpeg), Expected.REFUSED);
    add("two/bmp-begins-a-png", behind(latin1("BM"), png), Expected.REFUSED);
    add("two/jpeg-in-zip", behind(zip, jpeg), Expected.REFUSED);
    add("two/text-before-jpeg", behind(latin1("\r\n"), jpeg), Expected.REFUSED);
    var note = new Sketch(true).bytes(0xff, 0xd8);
    Jpegs.segment(note, 0xfe, latin1("<script>alert(1)</script>"));
    add(
        "two/jpeg-with-script-inside",
        behind(note.bytes(), java.util.Arrays.copyOfRange(jpeg, 2, jpeg.length)),
        Expected.READ);
  }

  /** Each kind under each other kind's name; a byte behind the end makes each file its own. */
  private void wrongNames() {
    String[] endings = {"jpg", "png", "gif", "bmp", "tiff", "wbmp", "webp", "txt", "exe", "svg"};
    for (var specimens :
        List.of(
            Jpegs.specimens(),
            Pngs.specimens(),
            Gifs.specimens(),
            Bmps.specimens(),
            Tiffs.specimens())) {
      var specimen = specimens.get(0);
      for (String ending : endings) {
        add(
            "named/" + specimen.format() + "." + ending,
            behind(specimen.bytes(), latin1(ending)),
            Expected.READ);
      }
    }
  }

  private static byte[] behind(byte[] first, byte[] second) {
    return new Sketch(true).raw(first).raw(second).bytes();
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
