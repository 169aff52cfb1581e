package dev.graft.vision.hostile;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.graft.vision.hostile.HostilePicture.Expected;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All that may come in, each file once. */
public final class HostilePictures {
  private HostilePictures() {}

  /** Every case; no two have the same name or the same bytes. */
  public static List<HostilePicture> all() {
    var all = new ArrayList<HostilePicture>();
    for (var specimen : specimens()) {
      all.add(
          new HostilePicture(
              "well-formed",
              "well-formed/" + specimen.name(),
              specimen.bytes(),
              specimen.taken() ? Expected.READ : Expected.REFUSED));
    }
    all.addAll(Bombs.all());
    all.addAll(Disguises.all());
    for (var specimen : specimens()) {
      all.addAll(Spoilt.of(specimen));
    }
    Set<ByteBuffer> seen = new HashSet<>();
    all.removeIf(picture -> !seen.add(ByteBuffer.wrap(picture.bytes())));
    return List.copyOf(all);
  }

  /**
   * A part of all, spread evenly over what is spoilt, with everything else in it.
   *
   * @param each one of so many of the spoilt ones is kept
   */
  public static List<HostilePicture> some(int each) {
    var spoilt = Set.of("truncated", "length", "size", "flipped");
    var some = new ArrayList<HostilePicture>();
    int at = 0;
    for (var picture : all()) {
      if (!spoilt.contains(picture.family()) || at++ % each == 0) {
        some.add(picture);
      }
    }
    return some;
  }

  static List<Specimen> specimens() {
    return Stream.of(
            Jpegs.specimens(),
            Pngs.specimens(),
            Gifs.specimens(),
            Bmps.specimens(),
            Wbmps.specimens(),
            Tiffs.specimens())
        .flatMap(List::stream)
        .toList();
  }

  /** How many of each family. */
  public static String table(List<HostilePicture> pictures) {
    var counts =
        new TreeMap<>(pictures.stream().collect(groupingBy(HostilePicture::family, counting())));
    var table = new StringBuilder();
    counts.forEach((family, count) -> table.append("%-12s %5d%n".formatted(family, count)));
    return table.append("%-12s %5d".formatted("all", pictures.size())).toString();
  }
}
