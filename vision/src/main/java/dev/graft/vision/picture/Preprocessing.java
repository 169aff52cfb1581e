package dev.graft.vision.picture;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From a picture to a network's input, as torchvision's ImageClassification preset does it on PIL
 * images: take the bands; resize the short side, antialiased; cut the centre; make gray, equalise;
 * scale to 0..1; normalise. Or see the whole of the picture on a ground of one colour, or in tiles.
 *
 * @param resize length of the short side after resizing; of tiles the longest that it may stay
 * @param interpolation PIL's filter
 * @param crop side of the square that the network sees
 * @param mean per channel of the network's input, in 0..1
 * @param std per channel of the network's input, in 0..1
 * @param pad see the whole picture instead of its centre
 * @param tiles see the whole picture in several squares
 * @param gray make one gray channel of red, green and blue: PIL's {@code convert("L")}
 * @param clahe equalise the luminance of what is seen, of each square by itself
 * @param bands of a picture that are taken, from 1 on; none: red, green and blue. One, or a gray
 *     one, is repeated for all channels of the network.
 */
public record Preprocessing(
    int resize,
    Interpolation interpolation,
    int crop,
    List<Float> mean,
    List<Float> std,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Pad pad,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Tiles tiles,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean gray,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Clahe clahe,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Integer> bands) {
  /** ImageNet's mean. */
  public static final List<Float> IMAGENET_MEAN = List.of(0.485f, 0.456f, 0.406f);

  /** ImageNet's standard deviation. */
  public static final List<Float> IMAGENET_STD = List.of(0.229f, 0.224f, 0.225f);

  public Preprocessing(
      int resize,
      Interpolation interpolation,
      int crop,
      List<Float> mean,
      List<Float> std,
      @Nullable Pad pad,
      @Nullable Tiles tiles,
      boolean gray,
      @Nullable Clahe clahe,
      @Nullable List<Integer> bands) {
    this.resize = resize;
    this.interpolation = interpolation;
    this.crop = crop;
    this.mean = List.copyOf(mean);
    this.std = List.copyOf(std);
    this.pad = pad;
    this.tiles = tiles;
    this.gray = gray;
    this.clahe = clahe;
    this.bands = bands == null ? List.of() : List.copyOf(bands);
    var wrong = PreprocessingRules.broken(this);
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", wrong));
    }
  }

  /** The centre, in colour. */
  public Preprocessing(
      int resize, Interpolation interpolation, int crop, List<Float> mean, List<Float> std) {
    this(resize, interpolation, crop, mean, std, null, null, false, null, List.of());
  }

  /** ImageNet's normalisation with bilinear resizing. */
  public static Preprocessing imagenet(int resize, int crop) {
    return new Preprocessing(resize, Interpolation.BILINEAR, crop, IMAGENET_MEAN, IMAGENET_STD);
  }

  /** Of the network's input. */
  public int channels() {
    return mean.size();
  }

  /** Different channels that are made of a picture, before one is repeated. */
  int taken() {
    return gray ? 1 : bands.isEmpty() ? Picture.COLOURS : bands.size();
  }

  /** Why nothing can be made of a picture, if so. */
  public Optional<Decoded.Unreadable> refuses(Picture picture) {
    int last = bands.stream().max(Integer::compare).orElse(0);
    return last <= picture.bands()
        ? Optional.empty()
        : Optional.of(
            new Decoded.Unreadable(
                Fault.TOO_FEW_BANDS,
                "Band %d is asked for; the picture has %d.".formatted(last, picture.bands())));
  }

  /** What the network sees, in bytes: squares of {@code [crop, crop, channels]}, row by row. */
  public List<byte[]> squares(Picture picture) {
    return Squares.of(this, picture);
  }

  /**
   * The whole picture stretched to one square, proportions lost: {@code [crop, crop, channels]}.
   */
  public byte[] stretched(Picture picture) {
    return Squares.stretched(this, picture);
  }

  /**
   * The network's input: {@code [squares, channels, crop, crop]}, one square unless there are
   * tiles.
   */
  public float[] tensor(Picture picture) {
    var squares = squares(picture);
    int plane = crop * crop;
    int channels = channels();
    var tensor = new float[squares.size() * channels * plane];
    for (int channel = 0; channel < channels; channel++) {
      float[] normalised = normalised(mean.get(channel), std.get(channel));
      for (int square = 0; square < squares.size(); square++) {
        byte[] pixels = squares.get(square);
        int at = (square * channels + channel) * plane;
        for (int i = 0; i < plane; i++) {
          tensor[at + i] = normalised[pixels[channels * i + channel] & 0xff];
        }
      }
    }
    return tensor;
  }

  /** Of every byte, in the order of torchvision's float32 operations. */
  private static float[] normalised(float mean, float std) {
    var values = new float[256];
    for (int i = 0; i < 256; i++) {
      values[i] = (i / 255f - mean) / std;
    }
    return values;
  }

  /**
   * One line that says all of it, the same for equal preprocessings; part of a space's identity.
   */
  public String canonical() {
    return "%s,%s,scale=1/255,mean=%s,std=%s".formatted(seen(), coloured(), mean, std);
  }

  private String seen() {
    String by = "interpolation=" + interpolation.name().toLowerCase(Locale.ROOT) + ",antialias";
    if (pad != null) {
      return "resize=long %d,%s,pad=%d on %s".formatted(crop, by, crop, pad.canonical());
    }
    if (tiles != null) {
      return "resize=at most %d,%s,tiles=%d %s".formatted(resize, by, crop, tiles.canonical());
    }
    return "resize=%d,%s,crop=%d".formatted(resize, by, crop);
  }

  private String coloured() {
    String from = bands.isEmpty() ? "rgb" : "bands " + bands;
    String made = gray ? "gray of " + from : from;
    String repeated = channels() == taken() ? made : made + " x" + channels();
    return clahe == null ? repeated : repeated + ",clahe=" + clahe.canonical();
  }
}
