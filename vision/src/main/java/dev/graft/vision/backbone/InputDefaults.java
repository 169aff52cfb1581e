package dev.graft.vision.backbone;

import dev.graft.vision.picture.Interpolation;
import dev.graft.vision.picture.Preprocessing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What stands where somebody's wishes for an input are silent. */
final class InputDefaults {
  private static final int COLOURS = 3;
  private static final int MOST_CHANNELS = 32;

  private InputDefaults() {}

  /**
   * Somebody's wishes, and for the rest what weights were trained with.
   *
   * @throws IllegalArgumentException if that is no preprocessing; it says all that is wrong
   */
  static Preprocessing filled(InputOptions input, Preprocessing usual) {
    int size = input.size() == 0 ? usual.crop() : input.size();
    int channels = channels(input);
    Interpolation by = input.interpolation();
    return new Preprocessing(
        input.resize() == 0 ? resize(input, usual, size) : input.resize(),
        by == null ? usual.interpolation() : by,
        size,
        numbers("mean", input.mean(), usual.mean(), channels),
        numbers("std", input.std(), usual.std(), channels),
        input.pad(),
        input.tiles(),
        input.gray(),
        input.clahe(),
        input.bands());
  }

  private static int resize(InputOptions input, Preprocessing usual, int size) {
    if (input.pad() != null) {
      return size;
    }
    return input.tiles() != null
        ? 2 * size
        : (int) Math.max(size, Math.round((double) usual.resize() * size / usual.crop()));
  }

  private static int channels(InputOptions input) {
    int channels = input.channels();
    if (channels < 0 || channels > MOST_CHANNELS) {
      throw new IllegalArgumentException(
          "channels must be 1 to %d, not %d".formatted(MOST_CHANNELS, channels));
    }
    if (channels > 0) {
      return channels;
    }
    return input.gray() || input.bands().isEmpty() ? COLOURS : input.bands().size();
  }

  private static List<Float> numbers(
      String name, List<Float> wanted, List<Float> usual, int channels) {
    if (wanted.isEmpty()) {
      return forChannels(usual, channels);
    }
    if (wanted.size() == 1) {
      return Collections.nCopies(channels, wanted.get(0));
    }
    if (wanted.size() != channels) {
      throw new IllegalArgumentException(
          "%s has %d numbers for %d channels".formatted(name, wanted.size(), channels));
    }
    return wanted;
  }

  /**
   * As {@link FirstConvolution} makes other channels of red, green and blue: one is the mean of the
   * three, as its weights are their sum; of others each takes the numbers of the colour whose
   * weights it has.
   */
  static List<Float> forChannels(List<Float> ofColours, int channels) {
    if (channels == COLOURS) {
      return ofColours;
    }
    if (channels == 1) {
      float sum = 0;
      for (float one : ofColours) {
        sum += one;
      }
      return List.of(sum / ofColours.size());
    }
    var numbers = new ArrayList<Float>();
    for (int i = 0; i < channels; i++) {
      numbers.add(ofColours.get(i % COLOURS));
    }
    return numbers;
  }
}
