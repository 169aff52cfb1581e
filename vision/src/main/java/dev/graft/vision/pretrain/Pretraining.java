package dev.graft.vision.pretrain;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.graft.vision.backbone.Architecture;
import dev.graft.vision.backbone.Architectures;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.Network;
import dev.graft.vision.backbone.NetworkWeights;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.draw.Question;
import dev.graft.vision.layer.Pass;
import dev.graft.vision.layer.Weight;
import dev.graft.vision.optim.GradientClip;
import dev.graft.vision.optim.Optimizer;
import dev.graft.vision.optim.OptimizerSettings;
import dev.graft.vision.optim.Parameter;
import dev.graft.vision.tensors.Dtype;
import dev.graft.vision.tensors.NamedTensor;
import dev.graft.vision.tensors.SafetensorsWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Teaches {@code mini} on pictures from formulas: the network answers six questions about each
 * picture at once, and what it needs to know for all of them is its embedding. The six answers'
 * layer is thrown away afterwards.
 */
public final class Pretraining {
  private static final String ARCHITECTURE = "mini";
  private static final String QUESTIONS_LAYER = "fc.";

  /** Longest gradient of all weights together; a longer one is scaled down to it. */
  private static final GradientClip CLIP = new GradientClip(5, 1e-9);

  private Pretraining() {}

  /**
   * Trains from scratch, on one intra-op thread's arithmetic if that is what {@link
   * VisionRuntime#configure} was told.
   *
   * @return the backbone's weights under their names in the file, without the questions' layer
   * @throws InterruptedException when the thread is interrupted; nothing is left behind
   */
  public static List<NamedTensor> run(PretrainOptions options, ProgressListener listener)
      throws InterruptedException {
    Architecture mini = Architectures.find(ARCHITECTURE).orElseThrow();
    Network network = mini.network(DrawnBatch.answers());
    try (NDManager owner = VisionRuntime.manager(Device.CPU);
        var drawers = new Drawers(mini.preprocessing(), options)) {
      NetworkWeights.initialise(network, owner, options.seed());
      train(network, owner, drawers, options, listener);
      return withoutQuestions(network);
    }
  }

  /** The weights as a file that ships: F16, and nothing in it but the tensors. */
  public static byte[] file(List<NamedTensor> weights) {
    return SafetensorsWriter.bytes(weights, Dtype.F16, new TreeMap<>());
  }

  /** The same network as it is before any training: what a linear probe is compared with. */
  public static List<NamedTensor> untrained(long seed) {
    Network network = Architectures.find(ARCHITECTURE).orElseThrow().network(0);
    try (NDManager owner = VisionRuntime.manager(Device.CPU)) {
      NetworkWeights.initialise(network, owner, seed);
      return withoutQuestions(network);
    }
  }

  private static List<NamedTensor> withoutQuestions(Network network) {
    return NetworkWeights.copy(network).stream()
        .filter(tensor -> !tensor.name().startsWith(QUESTIONS_LAYER))
        .toList();
  }

  private static void train(
      Network network,
      NDManager owner,
      Drawers drawers,
      PretrainOptions options,
      ProgressListener listener)
      throws InterruptedException {
    var trained = new ArrayList<Parameter>();
    network
        .weights()
        .forEach(
            (name, weight) -> {
              if (weight.kind() == Weight.Kind.TRAINED) {
                weight.array().setRequiresGradient(true);
                trained.add(Parameter.of(name, weight, 0));
              }
            });
    // The shipped weights were made with this place of epsilon: the other gives another file.
    var adamW = new OptimizerSettings.AdamW(0.9, 0.99, 1e-8, options.weightDecay(), true);
    Optimizer optimizer = adamW.on(owner, trained, CLIP);
    double smooth = Double.NaN;
    for (int step = 0; step < options.steps(); step++) {
      if (Thread.interrupted()) {
        throw new InterruptedException("pretraining was interrupted at step " + step);
      }
      DrawnBatch batch = drawers.next();
      double loss;
      try (NDManager scratch = owner.newSubManager()) {
        loss = VisionRuntime.withGradients(() -> learn(network, batch, scratch));
      }
      double rate = options.rate(step);
      VisionRuntime.withoutGradients(() -> optimizer.step(rate));
      double keep = Math.min(step / (step + 1.0), 0.98); // a plain mean at first
      smooth = step == 0 ? loss : keep * smooth + (1 - keep) * loss;
      listener.onStep(new Progress(step + 1, options.steps(), loss, smooth));
    }
  }

  /** One forward and one backward pass; leaves gradients on the weights. */
  private static double learn(Network network, DrawnBatch batch, NDManager scratch) {
    int n = batch.targets().length / DrawnBatch.answers();
    NDArray pixels = // [n, 3, size, size]
        scratch.create(batch.pixels(), new Shape(n, 3, batch.size(), batch.size()));
    NDArray targets = scratch.create(batch.targets(), new Shape(n, DrawnBatch.answers()));
    NDArray features = network.features(pixels, Pass.TRAIN); // [n, width, 4, 4]
    NDArray logits = network.logits(features, Pass.TRAIN); // [n, answers]
    NDArray loss = crossEntropy(logits, targets).div(batch.asked());
    VisionRuntime.backward(loss);
    return loss.getFloat();
  }

  /** Summed over pictures and questions; each question has its own softmax over its own answers. */
  private static NDArray crossEntropy(NDArray logits, NDArray targets) {
    var parts = new NDList();
    int from = 0;
    for (Question question : Question.values()) {
      var columns = new NDIndex(":, " + from + ":" + (from + question.answers()));
      parts.add(logits.get(columns).logSoftmax(1).mul(targets.get(columns)).sum());
      from += question.answers();
    }
    return NDArrays.stack(parts).sum().neg();
  }
}
