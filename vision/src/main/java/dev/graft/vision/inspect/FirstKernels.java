package dev.graft.vision.inspect;

import dev.graft.vision.backbone.Architecture;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.picture.Picture;
import dev.graft.vision.tensors.BadTensorsException;
import dev.graft.vision.tensors.NamedTensor;
import dev.graft.vision.tensors.SafetensorsReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The kernels of a network's first convolution, which are pictures: the patterns that it looks for
 * in pixels.
 *
 * @param name the tensor's, in the network
 * @param channels of the input that each kernel sees
 * @param side of a kernel in pixels
 * @param values {@code [count, channels, side, side]}
 */
public record FirstKernels(String name, int count, int channels, int side, float[] values) {
  private static final int CONVOLUTION_AXES = 4;
  private static final int COLOURS = 3;

  /** A kernel is drawn about as large as this, in whole multiples of its pixels. */
  private static final int TILE = 48;

  private static final int GAP = 2;
  private static final byte GROUND = (byte) 255;

  /**
   * Reads them, and nothing else, out of a network's weights.
   *
   * @throws BadWeightsException if the file is broken or has no such tensor
   */
  public static FirstKernels read(Architecture architecture, WeightsFile weights)
      throws BadWeightsException, IOException {
    String name =
        architecture.network(0).weights().entrySet().stream()
            .filter(weight -> weight.getValue().shape().length == CONVOLUTION_AXES)
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException(architecture.name() + " has no convolution"));
    NamedTensor kernels = weights.readWhole(in -> tensor(architecture, name, in));
    long[] shape = kernels.shape();
    if (shape.length != CONVOLUTION_AXES || shape[2] != shape[3] || shape[2] < 1) {
      throw new BadWeightsException(
          "tensor %s is no set of kernels: its shape is %s"
              .formatted(name, Arrays.toString(shape)));
    }
    return new FirstKernels(name, (int) shape[0], (int) shape[1], (int) shape[2], kernels.values());
  }

  private static NamedTensor tensor(Architecture architecture, String name, InputStream in)
      throws IOException, BadWeightsException {
    List<NamedTensor> found = new ArrayList<>();
    try {
      new SafetensorsReader(in)
          .read(info -> architecture.weightName(info.name()).equals(name), found::add);
    } catch (BadTensorsException e) {
      throw new BadWeightsException(e.getMessage(), e);
    }
    return found.stream()
        .findFirst()
        .orElseThrow(() -> new BadWeightsException("tensor " + name + " is missing"));
  }

  /**
   * All of them in one grid, each scaled to 0..255 between its own least and greatest number, as
   * Zeiler and Fergus 2014 and the field since then show them; larger, but not smoothed. Those on
   * three channels in colour; others in gray, one row a kernel and one column a channel.
   */
  public Picture grid() {
    boolean colour = channels == COLOURS;
    int tiles = colour ? count : count * channels;
    boolean square = colour || channels == 1;
    int columns = square ? (int) Math.ceil(Math.sqrt(tiles)) : channels;
    int rows = (tiles + columns - 1) / columns;
    int scale = Math.max(1, TILE / side);
    int pitch = side * scale + GAP;
    var canvas = new Canvas(columns * pitch + GAP, rows * pitch + GAP);
    for (int tile = 0; tile < tiles; tile++) {
      int left = GAP + tile % columns * pitch;
      int top = GAP + tile / columns * pitch;
      draw(canvas, tile, colour, left, top, scale);
    }
    return new Picture(canvas.width, canvas.height, canvas.rgb);
  }

  private void draw(Canvas canvas, int tile, boolean colour, int left, int top, int scale) {
    int plane = side * side;
    int planes = colour ? COLOURS : 1;
    float[] kernel = Arrays.copyOfRange(values, tile * planes * plane, (tile + 1) * planes * plane);
    float least = kernel[0];
    float most = kernel[0];
    for (float value : kernel) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    float range = most > least ? most - least : 1;
    for (int y = 0; y < side * scale; y++) {
      for (int x = 0; x < side * scale; x++) {
        int pixel = y / scale * side + x / scale;
        for (int channel = 0; channel < COLOURS; channel++) {
          float value = kernel[(colour ? channel * plane : 0) + pixel];
          canvas.set(left + x, top + y, channel, Math.round(255 * (value - least) / range));
        }
      }
    }
  }

  private static final class Canvas {
    private final int width;
    private final int height;
    private final byte[] rgb;

    Canvas(int width, int height) {
      this.width = width;
      this.height = height;
      this.rgb = new byte[3 * width * height];
      Arrays.fill(rgb, GROUND);
    }

    void set(int x, int y, int channel, int level) {
      rgb[3 * (y * width + x) + channel] = (byte) level;
    }
  }
}
