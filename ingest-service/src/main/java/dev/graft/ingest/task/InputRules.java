package dev.graft.ingest.task;

import dev.graft.v1.Clahe;
import dev.graft.v1.InputOptions;
import dev.graft.v1.Tiles;
import java.util.ArrayList;
import java.util.List;

/** What the options of an input must be to each other, whichever the network. */
final class InputRules {
  private static final int COLOURS = 3;
  private static final int MOST_CHANNELS = 32;
  private static final int MOST_SQUARES = 64;
  private static final int USUAL_TILES = 8;
  private static final int MOST_GRID = 64;

  private final InputOptions input;
  private final int side;
  private final List<String> broken = new ArrayList<>();

  private InputRules(InputOptions input, int side) {
    this.input = input;
    this.side = side;
  }

  /**
   * All that is wrong, each beginning with the option's name.
   *
   * @param side of the input in pixels, 0 if that is not known here
   */
  static List<String> broken(InputOptions input, int side) {
    var rules = new InputRules(input, side);
    rules.resize();
    rules.tiles();
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

  private void resize() {
    int resize = input.getResize();
    require(
        resize == 0 || resize >= Math.max(1, side),
        "resize %d is less than the size %d",
        resize,
        side);
  }

  private void tiles() {
    if (!input.hasTiles()) {
      return;
    }
    var tiles = input.getTiles();
    int resize = input.getResize() == 0 ? 2 * side : input.getResize();
    int most = tiles.getMost() == 0 ? USUAL_TILES : tiles.getMost();
    long squares = side == 0 ? most : (resize + side - 1L) / side * most;
    require(
        most >= 1 && squares <= MOST_SQUARES,
        "tiles: a picture may be 1 to %d squares, not %d",
        MOST_SQUARES,
        squares);
    require(
        tiles.getPooling() != Tiles.Pooling.UNRECOGNIZED,
        "tiles: there is no pooling of that number");
  }

  private void channels() {
    var bands = input.getBandsList();
    int wanted = input.getChannels();
    require(
        wanted >= 0 && wanted <= MOST_CHANNELS,
        "channels must be 1 to %d, not %d",
        MOST_CHANNELS,
        wanted);
    require(bands.stream().allMatch(band -> band >= 1), "bands are counted from 1, not %s", bands);
    require(
        !input.getGray() || bands.isEmpty() || bands.size() == COLOURS,
        "gray is made of 3 bands, not %d",
        bands.size());
    int taken = taken();
    require(
        taken == 1 || taken == channelCount(),
        "bands: %d bands cannot be %d channels",
        taken,
        channelCount());
    numbers("mean", input.getMeanList());
    numbers("std", input.getStdList());
    require(input.getStdList().stream().allMatch(one -> one > 0), "std must be of numbers above 0");
  }

  private void numbers(String what, List<Float> numbers) {
    require(
        numbers.size() <= 1 || numbers.size() == channelCount(),
        "%s has %d numbers for %d channels",
        what,
        numbers.size(),
        channelCount());
    require(numbers.stream().allMatch(Float::isFinite), "%s must be of finite numbers", what);
  }

  private int taken() {
    int bands = input.getBandsCount();
    return input.getGray() ? 1 : bands == 0 ? COLOURS : bands;
  }

  private int channelCount() {
    if (input.getChannels() > 0) {
      return input.getChannels();
    }
    return input.getGray() ? COLOURS : taken();
  }

  private void clahe() {
    if (!input.hasClahe()) {
      return;
    }
    Clahe clahe = input.getClahe();
    float limit = clahe.getClipLimit();
    require(taken() == 1 || taken() == COLOURS, "clahe takes 1 band or 3, not %d", taken());
    require(
        limit == 0 || limit >= 1 && Float.isFinite(limit),
        "clahe.clip_limit must be 1 or more, not %s",
        limit);
    require(
        clahe.getGrid() >= 0 && clahe.getGrid() <= MOST_GRID,
        "clahe.grid must be 1 to %d, not %d",
        MOST_GRID,
        clahe.getGrid());
  }

  private void pad() {
    if (!input.hasPad()) {
      return;
    }
    var colour = input.getPad().getColourList();
    require(!input.hasTiles(), "pad and tiles exclude each other");
    require(
        input.getResize() == 0 || input.getResize() == side,
        "pad makes the long side the input's: it takes no resize");
    require(
        colour.size() <= 1 || colour.size() == channelCount(),
        "pad: a colour has 1 number or %d, not %d",
        channelCount(),
        colour.size());
    require(
        colour.stream().allMatch(level -> level >= 0 && level <= 255),
        "pad: a colour is of 0 to 255, not %s",
        colour);
  }
}
