package dev.graft.vision.backbone;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What timm's files hold: names and shapes, built up from timm's own definitions of its networks
 * and not from ours, e.g. the strings of {@code decode_arch_def} ({@code timm/models/*.py}).
 */
final class TimmStructure {
  private static final Pattern BLOCK =
      Pattern.compile(
          "(ds|ir|cn)_r(\\d)_k(\\d)_s\\d(?:_e([0-9.]+))?_c(\\d+)(?:_se([0-9.]+))?(_nre)?");

  private final Map<String, long[]> tensors = new LinkedHashMap<>();
  private final double width;
  private final boolean squeezedOfExpanded;
  private long last; // channels that leave the blocks

  private TimmStructure(double width, boolean squeezedOfExpanded) {
    this.width = width;
    this.squeezedOfExpanded = squeezedOfExpanded;
  }

  private TimmStructure() {
    this(1, false);
  }

  /** {@code _gen_efficientnet}. */
  static Map<String, long[]> efficientNet(double width, double depth) {
    return new TimmStructure(width, false)
        .mobile(
            32,
            depth,
            List.of(
                List.of("ds_r1_k3_s1_e1_c16_se0.25"),
                List.of("ir_r2_k3_s2_e6_c24_se0.25"),
                List.of("ir_r2_k5_s2_e6_c40_se0.25"),
                List.of("ir_r3_k3_s2_e6_c80_se0.25"),
                List.of("ir_r3_k5_s1_e6_c112_se0.25"),
                List.of("ir_r4_k5_s2_e6_c192_se0.25"),
                List.of("ir_r1_k3_s1_e6_c320_se0.25")))
        .head(1280);
  }

  /** {@code _gen_mobilenet_v2}. */
  static Map<String, long[]> mobileNetV2() {
    return new TimmStructure()
        .mobile(
            32,
            1,
            List.of(
                List.of("ds_r1_k3_s1_c16"),
                List.of("ir_r2_k3_s2_e6_c24"),
                List.of("ir_r3_k3_s2_e6_c32"),
                List.of("ir_r4_k3_s2_e6_c64"),
                List.of("ir_r3_k3_s1_e6_c96"),
                List.of("ir_r3_k3_s2_e6_c160"),
                List.of("ir_r1_k3_s1_e6_c320")))
        .head(1280);
  }

  /** {@code _gen_mobilenet_v3}, small. */
  static Map<String, long[]> mobileNetV3Small() {
    return new TimmStructure(1, true)
        .mobile(
            16,
            1,
            List.of(
                List.of("ds_r1_k3_s2_e1_c16_se0.25_nre"),
                List.of("ir_r1_k3_s2_e4.5_c24_nre", "ir_r1_k3_s1_e3.67_c24_nre"),
                List.of("ir_r1_k5_s2_e4_c40_se0.25", "ir_r2_k5_s1_e6_c40_se0.25"),
                List.of("ir_r2_k5_s1_e3_c48_se0.25"),
                List.of("ir_r3_k5_s2_e6_c96_se0.25"),
                List.of("cn_r1_k1_s1_c576")))
        .headAfterPooling(576, 1024);
  }

  /** {@code _gen_mobilenet_v3}, large. */
  static Map<String, long[]> mobileNetV3Large() {
    return new TimmStructure(1, true)
        .mobile(
            16,
            1,
            List.of(
                List.of("ds_r1_k3_s1_e1_c16_nre"),
                List.of("ir_r1_k3_s2_e4_c24_nre", "ir_r1_k3_s1_e3_c24_nre"),
                List.of("ir_r3_k5_s2_e3_c40_se0.25_nre"),
                List.of("ir_r1_k3_s2_e6_c80", "ir_r1_k3_s1_e2.5_c80", "ir_r2_k3_s1_e2.3_c80"),
                List.of("ir_r2_k3_s1_e6_c112_se0.25"),
                List.of("ir_r3_k5_s2_e6_c160_se0.25"),
                List.of("cn_r1_k1_s1_c960")))
        .headAfterPooling(960, 1280);
  }

  /** {@code ConvNeXt}. */
  static Map<String, long[]> convNeXt(int first, int... depths) {
    var net = new TimmStructure();
    net.biased("stem.0", first, 3, 4, 4);
    net.biased("stem.1", first);
    for (int stage = 0; stage < depths.length; stage++) {
      long channels = (long) first << stage;
      String in = "stages." + stage + ".";
      if (stage > 0) {
        net.biased(in + "downsample.0", channels / 2);
        net.biased(in + "downsample.1", channels, channels / 2, 2, 2);
      }
      for (int block = 0; block < depths[stage]; block++) {
        String at = in + "blocks." + block + ".";
        net.tensors.put(at + "gamma", new long[] {channels});
        net.biased(at + "conv_dw", channels, 1, 7, 7);
        net.biased(at + "norm", channels);
        net.biased(at + "mlp.fc1", 4 * channels, channels);
        net.biased(at + "mlp.fc2", channels, 4 * channels);
      }
    }
    long last = (long) first << (depths.length - 1);
    net.biased("head.norm", last);
    net.biased("head.fc", 1000, last);
    return net.tensors;
  }

  /** {@code VisionTransformer}, vit_base_patch16_224. */
  static Map<String, long[]> visionTransformer() {
    var net = new TimmStructure();
    net.tensors.put("cls_token", new long[] {1, 1, 768});
    net.tensors.put("pos_embed", new long[] {1, 197, 768});
    net.biased("patch_embed.proj", 768, 3, 16, 16);
    for (int block = 0; block < 12; block++) {
      String at = "blocks." + block + ".";
      net.biased(at + "norm1", 768);
      net.biased(at + "attn.qkv", 2304, 768);
      net.biased(at + "attn.proj", 768, 768);
      net.biased(at + "norm2", 768);
      net.biased(at + "mlp.fc1", 3072, 768);
      net.biased(at + "mlp.fc2", 768, 3072);
    }
    net.biased("norm", 768);
    net.biased("head", 1000, 768);
    return net.tensors;
  }

  /** {@code VGG}: its classifier is convolutions, but for the last. */
  static Map<String, long[]> vgg(boolean normalised, String layers) {
    var net = new TimmStructure();
    int index = 0;
    int in = 3;
    for (String layer : layers.split(" ")) {
      if (layer.equals("M")) {
        index++;
        continue;
      }
      int out = Integer.parseInt(layer);
      net.biased("features." + index++, out, in, 3, 3);
      if (normalised) {
        net.norm("features." + index++, out);
      }
      index++; // ReLU
      in = out;
    }
    net.biased("pre_logits.fc1", 4096, 512, 7, 7);
    net.biased("pre_logits.fc2", 4096, 4096, 1, 1);
    net.biased("head.fc", 1000, 4096);
    return net.tensors;
  }

  private TimmStructure mobile(int stem, double depth, List<List<String>> stages) {
    convolution("conv_stem", round(stem), 3, 3, 3);
    norm("bn1", round(stem));
    long in = round(stem);
    for (int stage = 0; stage < stages.size(); stage++) {
      int index = 0;
      for (String block : stages.get(stage)) {
        Matcher spec = BLOCK.matcher(block);
        if (!spec.matches()) {
          throw new IllegalArgumentException(block);
        }
        long repeats = (long) Math.ceil(Integer.parseInt(spec.group(2)) * depth);
        for (int repeat = 0; repeat < repeats; repeat++) {
          in = block("blocks.%d.%d.".formatted(stage, index++), spec, in);
        }
      }
    }
    last = in;
    return this;
  }

  /** {@code DepthwiseSeparableConv}, {@code InvertedResidual} or {@code ConvBnAct}. */
  private long block(String at, Matcher spec, long in) {
    long kernel = Long.parseLong(spec.group(3));
    long out = round(Integer.parseInt(spec.group(5)));
    double expansion = spec.group(4) == null ? 1 : Double.parseDouble(spec.group(4));
    long wide = divisible(in * expansion);
    switch (spec.group(1)) {
      case "ds" -> {
        convolution(at + "conv_dw", in, 1, kernel, kernel);
        norm(at + "bn1", in);
        excitation(at, spec, in, 1);
        convolution(at + "conv_pw", out, in, 1, 1);
        norm(at + "bn2", out);
      }
      case "ir" -> {
        convolution(at + "conv_pw", wide, in, 1, 1);
        norm(at + "bn1", wide);
        convolution(at + "conv_dw", wide, 1, kernel, kernel);
        norm(at + "bn2", wide);
        excitation(at, spec, wide, expansion);
        convolution(at + "conv_pwl", out, wide, 1, 1);
        norm(at + "bn3", out);
      }
      default -> {
        convolution(at + "conv", out, in, kernel, kernel);
        norm(at + "bn1", out);
      }
    }
    return out;
  }

  private void excitation(String at, Matcher spec, long channels, double expansion) {
    if (spec.group(6) == null) {
      return;
    }
    double ratio = Double.parseDouble(spec.group(6));
    long squeezed =
        squeezedOfExpanded
            ? divisible(channels * ratio)
            : (long) Math.rint(channels * ratio / expansion);
    biased(at + "se.conv_reduce", squeezed, channels, 1, 1);
    biased(at + "se.conv_expand", channels, squeezed, 1, 1);
  }

  private Map<String, long[]> head(int channels) {
    long in = last;
    convolution("conv_head", round(channels), in, 1, 1);
    norm("bn2", round(channels));
    biased("classifier", 1000, round(channels));
    return tensors;
  }

  private Map<String, long[]> headAfterPooling(long in, long channels) {
    biased("conv_head", channels, in, 1, 1);
    biased("classifier", 1000, channels);
    return tensors;
  }

  private void convolution(String name, long... shape) {
    tensors.put(name + ".weight", shape);
  }

  private void biased(String name, long... shape) {
    tensors.put(name + ".weight", shape);
    tensors.put(name + ".bias", Arrays.copyOf(shape, 1));
  }

  private void norm(String name, long channels) {
    biased(name, channels);
    tensors.put(name + ".running_mean", new long[] {channels});
    tensors.put(name + ".running_var", new long[] {channels});
    tensors.put(name + ".num_batches_tracked", new long[] {});
  }

  private long round(int channels) {
    return divisible(channels * width);
  }

  /** {@code make_divisible} by 8, never more than a tenth less. */
  private static long divisible(double channels) {
    long rounded = Math.max(8, (long) (channels + 4) / 8 * 8);
    return rounded < 0.9 * channels ? rounded + 8 : rounded;
  }
}
