package dev.graft.deploy.lab;

import dev.graft.deploy.Failure;
import dev.graft.vision.backbone.Architecture;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.InputOptions;
import dev.graft.vision.backbone.Network;
import dev.graft.vision.backbone.ResolvedSpec;
import dev.graft.vision.domain.DomainProbe;
import dev.graft.vision.picture.Decoded;
import dev.graft.vision.picture.Picture;
import dev.graft.vision.picture.PictureDecoder;
import dev.graft.vision.picture.PictureLimits;
import dev.graft.vision.picture.Preprocessing;
import dev.graft.vision.tune.CutInputs;
import dev.graft.vision.tune.CutStore;
import dev.graft.vision.tune.HeadStart;
import dev.graft.vision.tune.LabelledPicture;
import dev.graft.vision.tune.LiveInputs;
import dev.graft.vision.tune.SplitNetwork;
import dev.graft.vision.tune.StoredInputs;
import dev.graft.vision.tune.Views;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A network that is cut at a stage, and what its trunk makes of the pictures, kept in a folder.
 *
 * @param cut first stage of the tail
 * @param input how pictures become the network's input
 * @param folder of the activations; several cuts may share it
 */
record CutSource(
    WeightsFile weights, String cut, InputOptions input, Path folder, Device device, long seed) {
  private static final long MOST_BYTES = 4L << 30;
  private static final int MAP_DIMENSIONS = 3; // channels, rows, columns
  private static final int RESOLUTIONS = 16;
  private static final PictureDecoder DECODER = new PictureDecoder(PictureLimits.DEFAULT);

  Architecture architecture() {
    return weights.architecture();
  }

  Preprocessing preprocessing() {
    var spec = new BackboneSpec(weights.backbone(), "", input, List.of());
    return ResolvedSpec.of(spec).preprocessing();
  }

  /** The network as a whole: nothing comes before its tail. */
  CutSource whole() {
    String first = architecture().network(0).stageNames().get(0);
    return new CutSource(weights, first, input, folder, device, seed);
  }

  /**
   * The network from its last two resolutions on: the first stage whose map has a sixteenth of the
   * side. Empty if that is no earlier than the cut.
   */
  Optional<CutSource> earlier() {
    int side = preprocessing().crop();
    Network network = architecture().network(0);
    int cutAt = network.indexOf(cut);
    return network.outline(side, side).stages().stream()
        .limit(cutAt)
        .filter(stage -> stage.shape().size() == MAP_DIMENSIONS)
        .filter(stage -> RESOLUTIONS * stage.shape().get(1) <= side)
        .findFirst()
        .map(stage -> new CutSource(weights, stage.name(), input, folder, device, seed));
  }

  /**
   * The same at half of the usual side, with no margin cut off, if it is not that yet and the
   * network can see it: those with BatchNorm take any size, those of patches have one position for
   * each patch.
   */
  Optional<CutSource> halved() {
    int side = architecture().inputSize() / 2;
    boolean fits =
        input.equals(InputOptions.USUAL)
            && DomainProbe.canMeasure(architecture())
            && side >= architecture().smallestSize()
            && side % architecture().sizeMultiple() == 0;
    return fits
        ? Optional.of(new CutSource(weights, cut, InputOptions.wholeAt(side), folder, device, seed))
        : Optional.empty();
  }

  /**
   * The network with the weights of the file.
   *
   * @throws Failure if they are missing, or are not those of the network
   */
  SplitNetwork split(HeadStart start) {
    try (InputStream in = open()) {
      return SplitNetwork.load(architecture(), in, cut, start, device);
    } catch (IOException e) {
      throw new Failure("can't read the weights %s: %s".formatted(weights, e.getMessage()), e);
    } catch (BadWeightsException e) {
      throw new Failure("these are no weights of %s: %s".formatted(weights, e.getMessage()), e);
    }
  }

  private InputStream open() throws IOException {
    Path file = weights.file();
    return file == null
        ? architecture()
            .shippedWeights()
            .orElseThrow(
                () ->
                    new Failure(
                        "no weights come with %s: give --weights FILE"
                            .formatted(weights.backbone())))
        : Files.newInputStream(file);
  }

  /** Inputs of the tail, each computed once and kept. */
  CutInputs inputs(SplitNetwork split, Views views) throws IOException {
    var live = new LiveInputs(split, preprocessing(), CutSource::picture, views, seed);
    return new StoredInputs(
        live, new CutStore(folder, MOST_BYTES), cut + "\n" + preprocessing().canonical());
  }

  private static Picture picture(String file) throws IOException {
    Decoded decoded = DECODER.decode(Files.readAllBytes(Path.of(file)));
    if (decoded instanceof Decoded.Readable readable) {
      return readable.picture();
    }
    throw new Failure(file + " can't be read: " + ((Decoded.Unreadable) decoded).reason());
  }

  /** Known to a fine-tune by its file. */
  static LabelledPicture labelled(LabPicture picture) {
    return new LabelledPicture(picture.file().toString(), picture.label());
  }
}
