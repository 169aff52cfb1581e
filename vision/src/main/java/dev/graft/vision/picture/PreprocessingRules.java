package dev.graft.vision.picture;

import java.util.ArrayList;
import java.util.List;

/** What a preprocessing must be; all that is wrong with one is said at once. */
final class PreprocessingRules {
  /** Squares that one picture may cost. */
  private static final int MOST_SQUARES = 64;

  private static final int MOST_GRID = 64;

  private final Preprocessing of;
  private final List<String> broken = new ArrayList<>();

  private PreprocessingRules(Preprocessing of) {
    this.of = of;
  }

  /** Sentences without a full stop; none if all is well. */
  static List<String> broken(Preprocessing of) {
    var rules = new PreprocessingRules(of);
    rules.sizes();
    rules.numbers();
    rules.channels();
    rules.clahe();
    rules.pad();
    return rules.broken;
  }

  private void require(boolean holds, String otherwise, Object... values) {
    if (!holds) {
      broken.add(otherwise.formatted(values));
    }
  }

  private void sizes() {
    int crop = of.crop();
    require(crop >= 1, "size must be positive, not %d", crop);
    require(of.resize() >= crop, "resize %d is less than size %d", of.resize(), crop);
    Tiles tiles = of.tiles();
    if (tiles != null && crop >= 1) {
      long squares = (of.resize() + crop - 1L) / crop * tiles.most();
      require(
          tiles.most() >= 1 && squares <= MOST_SQUARES,
          "a picture in tiles may be 1 to %d squares, not %d",
          MOST_SQUARES,
          squares);
    }
  }

  private void numbers() {
    int means = of.mean().size();
    require(
        means > 0 && means == of.std().size(),
        "mean has %d numbers and std has %d",
        means,
        of.std().size());
    require(of.mean().stream().allMatch(Float::isFinite), "a mean is no number");
    require(
        of.std().stream().allMatch(one -> Float.isFinite(one) && one > 0),
        "a std must be a number above 0");
  }

  private void channels() {
    var bands = of.bands();
    require(bands.stream().allMatch(band -> band >= 1), "bands are counted from 1, not %s", bands);
    require(
        !of.gray() || bands.isEmpty() || bands.size() == Picture.COLOURS,
        "gray is made of 3 bands, not %d",
        bands.size());
    require(
        of.taken() == 1 || of.taken() == of.channels(),
        "%d bands cannot be %d channels",
        of.taken(),
        of.channels());
  }

  private void clahe() {
    Clahe clahe = of.clahe();
    if (clahe == null) {
      return;
    }
    require(
        of.taken() == 1 || of.taken() == Picture.COLOURS,
        "clahe takes 1 band or 3, not %d",
        of.taken());
    require(
        clahe.clipLimit() >= 1 && Float.isFinite(clahe.clipLimit()),
        "the clip limit of clahe must be 1 or more, not %s",
        clahe.clipLimit());
    require(
        clahe.grid() >= 1 && clahe.grid() <= MOST_GRID,
        "the grid of clahe must be 1 to %d, not %d",
        MOST_GRID,
        clahe.grid());
  }

  private void pad() {
    Pad pad = of.pad();
    if (pad == null) {
      return;
    }
    require(of.tiles() == null, "pad and tiles exclude each other");
    require(of.resize() == of.crop(), "pad makes the long side size: it takes no resize");
    require(
        pad.colour().size() <= 1 || pad.colour().size() == of.channels(),
        "the colour of pad must have 1 number or %d, not %d",
        of.channels(),
        pad.colour().size());
    require(
        pad.colour().stream().allMatch(level -> level >= 0 && level <= 255),
        "the colour of pad must be of 0 to 255, not %s",
        pad.colour());
  }
}
