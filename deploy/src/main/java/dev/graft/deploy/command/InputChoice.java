package dev.graft.deploy.command;

import dev.graft.v1.BackboneRef;
import dev.graft.v1.Clahe;
import dev.graft.v1.InputOptions;
import dev.graft.v1.Pad;
import dev.graft.v1.Tap;
import dev.graft.v1.Tiles;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * How a task's pictures become its network's input, and which of its features make an embedding.
 */
final class InputChoice {
  /** As the wire has them. */
  enum Interpolation {
    bilinear,
    bicubic
  }

  enum TilePooling {
    mean,
    max
  }

  enum TapPooling {
    mean,
    mean_and_max
  }

  @Option(
      names = "--weight-set",
      paramLabel = "NAME",
      description =
          "Prepare pictures as for these published weights, e.g. IMAGENET1K_V2. Default: the"
              + " network's usual ones.")
  private @Nullable String weightSet;

  @Option(
      names = "--size",
      paramLabel = "PIXELS",
      description = "Side of the network's input, e.g. 448 for fine detail. Default: as trained.")
  private int size;

  @Option(
      names = "--resize",
      paramLabel = "PIXELS",
      description = "Short side before the centre is cut out. Default: in proportion to the size.")
  private int resize;

  @Option(names = "--interpolation", description = "${COMPLETION-CANDIDATES}. Default: as trained.")
  private @Nullable Interpolation interpolation;

  @Option(
      names = "--pad",
      arity = "0..1",
      split = ",",
      fallbackValue = "0",
      paramLabel = "R,G,B",
      description =
          "Show the whole picture, on a ground of one colour (0 to 255, default black), instead of"
              + " its centre.")
  private @Nullable List<Integer> pad;

  @Option(
      names = "--tiles",
      arity = "0..1",
      fallbackValue = "mean",
      description =
          "Show a large picture in several squares; their embeddings' ${COMPLETION-CANDIDATES} is"
              + " the picture's.")
  private @Nullable TilePooling tiles;

  @Option(names = "--gray", description = "Show only how bright pixels are.")
  private boolean gray;

  @Option(
      names = "--clahe",
      arity = "0..1",
      fallbackValue = "2",
      paramLabel = "LIMIT",
      description = "Equalise contrast locally, e.g. of X-rays, up to this clip limit (default 2).")
  private @Nullable Float clahe;

  @Option(
      names = "--clahe-grid",
      paramLabel = "N",
      description = "Regions along each side. Default: 8.")
  private int claheGrid;

  @Option(
      names = "--bands",
      split = ",",
      paramLabel = "N,...",
      description =
          "Bands of a TIFF that the network sees, counted from 1, e.g. 4,3,2. Default: the first"
              + " three.")
  private List<Integer> bands = List.of();

  @Option(
      names = "--channels",
      paramLabel = "N",
      description =
          "Channels of the network's input; its first convolution is adapted. Default: as many as"
              + " bands, or 3.")
  private int channels;

  @Option(
      names = "--mean",
      split = ",",
      paramLabel = "X,...",
      description = "Subtracted, of 0 to 1: one number, or one for each channel.")
  private List<Float> mean = List.of();

  @Option(
      names = "--std",
      split = ",",
      paramLabel = "X,...",
      description = "Divided by, of 0 to 1: one number, or one for each channel.")
  private List<Float> std = List.of();

  @Option(
      names = "--allow-small",
      description =
          "Take pictures whose short side is below the network's smallest size; else they are"
              + " refused.")
  private boolean allowSmall;

  @Option(
      names = "--tap",
      paramLabel = "STAGE",
      description =
          "Take the features of this stage (`graft backbone show NAME` lists them; \"embedding\" is"
              + " the usual embedding). Several: one after the other.")
  private List<String> taps = List.of();

  @Option(
      names = "--pool",
      defaultValue = "mean",
      description =
          "How the pixels of a tapped stage become one: ${COMPLETION-CANDIDATES}. Default:"
              + " ${DEFAULT-VALUE}.")
  private TapPooling pool = TapPooling.mean;

  /**
   * Says all of it of a backbone; what was typed goes before what its weights were trained with.
   */
  void addTo(BackboneRef.Builder backbone) {
    var input = TrainedInput.overridden(backbone.getInput(), input());
    if (!input.equals(InputOptions.getDefaultInstance())) {
      backbone.setInput(input);
    }
    for (String stage : taps) {
      boolean max = pool == TapPooling.mean_and_max && !stage.equals("embedding");
      backbone.addTaps(
          Tap.newBuilder()
              .setStage(stage)
              .setPooling(max ? Tap.Pooling.MEAN_AND_MAX : Tap.Pooling.MEAN));
    }
  }

  private InputOptions input() {
    var input =
        InputOptions.newBuilder()
            .setSize(size)
            .setResize(resize)
            .setGray(gray)
            .addAllBands(bands)
            .setChannels(channels)
            .addAllMean(mean)
            .addAllStd(std)
            .setAllowSmall(allowSmall);
    if (weightSet != null) {
      input.setWeightSet(weightSet);
    }
    if (interpolation != null) {
      input.setInterpolation(
          interpolation == Interpolation.bicubic
              ? InputOptions.Interpolation.BICUBIC
              : InputOptions.Interpolation.BILINEAR);
    }
    if (pad != null) {
      input.setPad(Pad.newBuilder().addAllColour(pad));
    }
    if (tiles != null) {
      input.setTiles(
          Tiles.newBuilder()
              .setPooling(tiles == TilePooling.max ? Tiles.Pooling.MAX : Tiles.Pooling.MEAN));
    }
    if (clahe != null || claheGrid != 0) {
      input.setClahe(Clahe.newBuilder().setClipLimit(clahe == null ? 0 : clahe).setGrid(claheGrid));
    }
    return input.build();
  }
}
