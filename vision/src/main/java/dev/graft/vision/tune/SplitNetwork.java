package dev.graft.vision.tune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.graft.vision.backbone.Architecture;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.Network;
import dev.graft.vision.backbone.NetworkWeights;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.head.LinearHead;
import dev.graft.vision.layer.Linear;
import dev.graft.vision.layer.Pass;
import dev.graft.vision.optim.Parameter;
import dev.graft.vision.tensors.NamedTensor;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The parameters of a fine-tune: a network cut in two, trunk and tail, and a head. Not folded,
 * because folded networks can't learn. One thread at a time.
 */
public final class SplitNetwork implements AutoCloseable {
  private final Network network;
  private final int cut;
  private final Linear head;
  private final HeadStart start;
  private final NDManager owner;
  private final TaskWeights owned;
  private List<Parameter> trained = List.of();

  private SplitNetwork(
      Architecture architecture, int cut, Network network, HeadStart start, NDManager owner) {
    this.network = network;
    this.cut = cut;
    this.start = start;
    this.owner = owner;
    this.head = new Linear(architecture.width(), start.classes());
    this.owned = new TaskWeights(owner, network, cut, head);
    StartingHead.fill(owner, owned.all(), start);
  }

  /**
   * Loads pretrained weights.
   *
   * @param weights safetensors; the caller checks its digest and closes it
   * @param cut first stage of the tail; the first stage of the network for all of it
   * @throws BadWeightsException if the weights are not of that architecture
   * @throws IOException if the stream breaks
   * @throws IllegalArgumentException if there is no such stage, or the head has another width
   */
  public static SplitNetwork load(
      Architecture architecture, InputStream weights, String cut, HeadStart start, Device device)
      throws BadWeightsException, IOException {
    return filled(
        architecture,
        cut,
        start,
        device,
        (network, owner) -> NetworkWeights.load(network, owner, weights, architecture));
  }

  /** Weights from chance, as torchvision begins, and all of them the task's own. */
  public static SplitNetwork fromScratch(
      Architecture architecture, int classes, long seed, Device device) {
    String first = architecture.network(0).stageNames().get(0);
    try {
      return filled(
          architecture,
          first,
          new HeadStart.Fresh(classes, seed),
          device,
          (network, owner) -> NetworkWeights.initialise(network, owner, seed));
    } catch (IOException | BadWeightsException e) {
      throw new IllegalStateException("chance is no file", e);
    }
  }

  private interface Filling {
    void fill(Network network, NDManager owner) throws BadWeightsException, IOException;
  }

  private static SplitNetwork filled(
      Architecture architecture, String cut, HeadStart start, Device device, Filling filling)
      throws BadWeightsException, IOException {
    Network network = architecture.network(0);
    int index = network.indexOf(cut);
    NDManager owner = VisionRuntime.manager(device);
    boolean done = false;
    try {
      filling.fill(network, owner);
      var split = new SplitNetwork(architecture, index, network, start, owner);
      done = true;
      return split;
    } finally {
      if (!done) {
        owner.close();
      }
    }
  }

  /** All of it but the head. */
  Network network() {
    return network;
  }

  HeadStart start() {
    return start;
  }

  /** How many stages trunk and tail have. */
  int stages() {
    return network.stageNames().size();
  }

  int cut() {
    return cut;
  }

  /** Index of a phase's first trained stage; the number of stages for the head alone. */
  int indexOf(Phase phase) {
    int from = phase.from().equals(Phase.HEAD) ? stages() : network.indexOf(phase.from());
    if (from < cut) {
      throw new IllegalArgumentException(
          "the phase trains from %s on, but the trunk goes to the cut at %s: cut there"
              .formatted(phase.from(), stageName(cut)));
    }
    return from;
  }

  /** Of the head too, as the stage after the last. */
  String stageName(int stage) {
    return stage == stages() ? Phase.HEAD : network.stageNames().get(stage);
  }

  /** A new owner of arrays for one step. */
  NDManager scratch() {
    return owner.newSubManager();
  }

  NDManager owner() {
    return owner;
  }

  /** Pictures {@code [n, 3, h, w]} to activations at the cut; frees neither. */
  NDArray trunk(NDArray pictures) {
    return VisionRuntime.withoutGradients(() -> network.stages(pictures, 0, cut, Pass.INFER));
  }

  /** One stage of the tail, for looking at what it answers; does not free its input. */
  NDArray stage(NDArray x, int stage) {
    return network.stages(x, stage, stage + 1, Pass.INFER);
  }

  /** The last stage's output to {@code [n, width]}. */
  NDArray embedding(NDArray features, Pass pass) {
    return network.embedding(features, pass);
  }

  /** {@code [n, width]} to {@code [n, classes]}. */
  NDArray headOn(NDArray embedding, Pass pass) {
    return head.forward(embedding, pass);
  }

  /**
   * Activations at the cut to logits {@code [n, classes]}; gradients reach back to stage {@code
   * from}, and what lies before it only infers.
   */
  NDArray logits(NDArray atCut, int from, Pass pass) {
    NDArray frozen =
        VisionRuntime.withoutGradients(() -> network.stages(atCut, cut, from, Pass.INFER));
    NDArray features = network.stages(frozen, from, stages(), pass); // [n, c, h, w]
    return head.forward(network.embedding(features, pass), pass);
  }

  /** Switches on the gradients of what learns from stage {@code from} on, and no others. */
  List<Parameter> train(int from, BatchNormMode mode) {
    trained = from == stages() ? new ArrayList<>() : TrainedWeights.of(network, from, mode);
    head.eachWeight(
        Phase.HEAD, (name, weight) -> trained.add(Parameter.of(name, weight, stages())));
    requireGradients();
    return trained;
  }

  private void requireGradients() {
    owned.all().values().forEach(weight -> weight.array().setRequiresGradient(false));
    trained.forEach(parameter -> parameter.weight().array().setRequiresGradient(true));
  }

  /** What learns now. */
  List<Parameter> trained() {
    return trained;
  }

  /** Copies of weights and statistics of the stages from the cut on, and of the head. */
  public List<NamedTensor> copy() {
    return owned.copy();
  }

  /** Puts copies back, of all or of some. */
  public void restore(List<NamedTensor> tensors) {
    owned.restore(tensors);
    requireGradients();
  }

  /**
   * Embeddings of pictures by the weights as they are, on plain views: {@code [n][width]}.
   *
   * @throws IOException if a picture can't be had
   */
  public float[][] embed(List<LabelledPicture> pictures, CutInputs inputs, int batch)
      throws IOException {
    return SettledHead.embeddings(this, pictures, inputs, batch);
  }

  /**
   * Logits of pictures by the weights as they are, on plain views: {@code [n][classes]}.
   *
   * @throws IOException if a picture can't be had
   */
  public float[][] logits(List<LabelledPicture> pictures, CutInputs inputs, int batch)
      throws IOException {
    LinearHead now = head();
    float[][] rows = embed(pictures, inputs, batch);
    for (int i = 0; i < rows.length; i++) {
      rows[i] = now.logits(rows[i]);
    }
    return rows;
  }

  /**
   * Has inputs fetched or computed, and drops them: fills a store before it is needed.
   *
   * @throws IOException if a picture can't be had
   */
  public void fetch(CutInputs inputs, List<View> views) throws IOException {
    try (NDManager scratch = scratch()) {
      inputs.read(views, scratch);
    }
  }

  /** The head as it is now. */
  LinearHead head() {
    return owned.head();
  }

  /** Frees everything. */
  @Override
  public void close() {
    owner.close();
  }
}
