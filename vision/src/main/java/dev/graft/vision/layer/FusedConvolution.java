package dev.graft.vision.layer;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A convolution by oneDNN on a processor, an activation computed on its way out and its weight in
 * the right order before, where eager PyTorch passes over the map again and reorders the weight.
 * These are the operators that PyTorch's compiler uses (aten/src/ATen/native/mkldnn/Conv.cpp).
 */
final class FusedConvolution implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FusedConvolution.class);

  private static final String GEOMETRY =
      "padding: List[int], stride: List[int], dilation: List[int], groups: int";

  private static final String PACK = "pack";
  private static final String PLAIN = "plain";

  private static final Optional<Script> SCRIPT = compiled();
  private static final Map<Geometry, Arguments> ARGUMENTS = new ConcurrentHashMap<>();

  private final Script script;
  private final Arguments arguments;
  private final NDArray weight; // [out, in / groups, kernel, kernel], channels-last
  private final NDArray bias; // [out]
  private volatile @Nullable Packed packed;

  private FusedConvolution(Script script, Arguments arguments, NDArray weight, NDArray bias) {
    this.script = script;
    this.arguments = arguments;
    this.weight = weight;
    this.bias = bias;
  }

  /** The weight as oneDNN has it for one input of that shape; for others it takes far longer. */
  private record Packed(Shape input, NDArray weight) {}

  /**
   * How windows of a square kernel lie.
   *
   * @param groups of channels, each on its own
   */
  record Geometry(long stride, long padding, long groups) {}

  /** The same for PyTorch. A process needs few, so they are made once and kept. */
  private record Arguments(IValue stride, IValue padding, IValue dilation, IValue groups) {
    static Arguments of(Geometry geometry) {
      return new Arguments(
          IValue.listFrom(geometry.stride(), geometry.stride()),
          IValue.listFrom(geometry.padding(), geometry.padding()),
          IValue.listFrom(1L, 1L),
          IValue.from(geometry.groups()));
    }
  }

  /**
   * Copies a weight, for maps on a processor.
   *
   * @param weight {@code [out, in / groups, kernel, kernel]}
   * @param bias {@code [out]}; belongs to the caller
   * @return an array of the weight's owner; empty where PyTorch is built without oneDNN
   */
  static Optional<FusedConvolution> of(NDArray weight, NDArray bias, Geometry geometry) {
    return SCRIPT.map(
        script ->
            new FusedConvolution(
                script,
                ARGUMENTS.computeIfAbsent(geometry, Arguments::of),
                channelsLast(weight),
                bias));
  }

  /** In the order of such maps; else PyTorch makes that copy in every pass. */
  private static NDArray channelsLast(NDArray weight) {
    Shape shape = weight.getShape();
    try (NDArray turned = weight.transpose(0, 2, 3, 1);
        NDArray row = turned.reshape(new Shape(shape.size())); // moves the numbers
        NDArray pixels =
            row.reshape(new Shape(shape.get(0), shape.get(2), shape.get(3), shape.get(1)))) {
      return pixels.transpose(0, 3, 1, 2);
    }
  }

  /** Whether it can compute that on the way out. */
  static boolean fuses(ElementFunction function) {
    return post(function).isPresent();
  }

  /** {@code [n, in, h, w]} to {@code [n, out, h', w']}, an array of the owner of {@code x}. */
  NDArray of(NDArray x, @Nullable ElementFunction finish) {
    return script.call(
        x.getManager(),
        finish == null ? PLAIN : finish.word(),
        List.of(x, weightFor(x.getShape()), bias),
        arguments.padding(),
        arguments.stride(),
        arguments.dilation(),
        arguments.groups());
  }

  /**
   * In oneDNN's own order for a single input, where putting it in that order would take a large
   * part of the time. One is kept, of the first shape that comes: a network's pictures have one.
   */
  private NDArray weightFor(Shape input) {
    if (input.get(0) > 1) {
      return weight;
    }
    Packed kept = packed;
    kept = kept == null ? packed(input) : kept;
    return kept.input().equals(input) ? kept.weight() : weight;
  }

  private synchronized Packed packed(Shape input) {
    Packed kept = packed;
    if (kept == null) {
      try (IValue size = IValue.listFrom(input.getShape())) {
        NDArray inOrder =
            script.call(
                weight.getManager(),
                PACK,
                List.of(weight),
                arguments.padding(),
                arguments.stride(),
                arguments.dilation(),
                arguments.groups(),
                size);
        kept = new Packed(input, inOrder);
        packed = kept;
      }
    }
    return kept;
  }

  /** What oneDNN calls it, its constants, and which way of computing it. */
  private record Post(String name, String constants, String algorithm) {
    private static final Post NONE = new Post("none", "", "");
  }

  /** Names and constants: fusion_unary_attr_map in aten/src/ATen/native/mkldnn/Utils.cpp. */
  private static Optional<Post> post(ElementFunction function) {
    return switch (function) {
      case RELU, SIGMOID, HARDSWISH -> Optional.of(new Post(function.word(), "", ""));
      case SILU -> Optional.of(new Post("swish", "", ""));
      case HARDTANH -> Optional.of(new Post("hardtanh", "0., 6.", ""));
      case GELU -> Optional.of(new Post("gelu", "", "none"));
      case HARDSIGMOID -> Optional.empty();
    };
  }

  private static Optional<Script> compiled() {
    var functions = new ArrayList<Script.Function>();
    functions.add(
        new Script.Function(
            PACK,
            "w: Tensor, " + GEOMETRY + ", input: Optional[List[int]]",
            "ops.mkldnn._reorder_convolution_weight(w, padding, stride, dilation, groups, input)"));
    functions.add(convolution(PLAIN, Post.NONE));
    for (ElementFunction function : ElementFunction.values()) {
      post(function).ifPresent(post -> functions.add(convolution(function.word(), post)));
    }
    try {
      return Optional.of(Script.of(functions));
    } catch (EngineException e) {
      LOG.warn(
          "this PyTorch has no fused convolutions of oneDNN, so networks are slower: {}",
          e.getMessage());
      return Optional.empty();
    }
  }

  private static Script.Function convolution(String name, Post post) {
    return new Script.Function(
        name,
        "x: Tensor, w: Tensor, b: Tensor, " + GEOMETRY,
        "ops.mkldnn._convolution_pointwise(x, w, b, padding, stride, dilation, groups,"
            + " \"%s\", annotate(List[Optional[number]], [%s]), \"%s\")"
                .formatted(post.name(), post.constants(), post.algorithm()));
  }

  /** Frees the copies of the weight. */
  @Override
  public void close() {
    weight.close();
    Packed kept = packed;
    if (kept != null) {
      kept.weight().close();
    }
  }
}
