package dev.graft.vision.backbone;

import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * torchvision's names of the tensors in timm's files, family by family; other names stay as they
 * are. timm's ResNet and DenseNet have torchvision's. As read in timm's {@code vgg.py}, {@code
 * efficientnet.py}, {@code _efficientnet_blocks.py}, {@code mobilenetv3.py}, {@code convnext.py}
 * and {@code vision_transformer.py}.
 */
final class TimmNames {
  private static final Pattern BLOCK =
      Pattern.compile(
          "blocks\\.(\\d{1,2})\\.(\\d{1,2})\\.(conv|conv_dw|conv_pw|conv_pwl|bn[123]|se\\.conv_(?:reduce|expand))"
              + "\\.(\\w+)");

  private static final Pattern VIT_BLOCK =
      Pattern.compile("blocks\\.(\\d+)\\.(\\w+(?:\\.\\w+)?)\\.(\\w+)");
  private static final Pattern DOWNSAMPLE =
      Pattern.compile("stages\\.(\\d)\\.downsample\\.([01]\\.\\w+)");
  private static final Pattern CONVNEXT_BLOCK =
      Pattern.compile(
          "stages\\.(\\d)\\.blocks\\.(\\d+)\\.(conv_dw|norm|mlp\\.fc1|mlp\\.fc2|gamma)(\\.\\w+)?");

  private TimmNames() {}

  static String vgg(String name) {
    String moved = moved(name, "pre_logits.fc1.", "classifier.0.");
    moved = moved(moved, "pre_logits.fc2.", "classifier.3.");
    return moved(moved, "head.fc.", "classifier.6.");
  }

  static String efficientNet(String name) {
    return inverted(
        name,
        8,
        block -> {
          boolean expanded = number(block, 1) > 0;
          String in = "features.%d.%s.block.".formatted(number(block, 1) + 1, block.group(2));
          return in + step(block, expanded, true);
        });
  }

  /** Blocks are counted through; the last convolution of each stands without an activation. */
  static String mobileNetV2(String name, int[] repeats) {
    return inverted(
        name,
        18,
        block -> {
          boolean expanded = number(block, 1) > 0;
          String in = "features.%d.conv.".formatted(flat(block, repeats));
          int at = position(block.group(3), expanded, false);
          boolean last = at == (expanded ? 2 : 1);
          int norm = isNorm(block.group(3)) ? 1 : 0;
          String step = last ? "" + (at + norm) : at + "." + norm;
          return in + step + "." + block.group(4);
        });
  }

  /**
   * As {@link #mobileNetV2}, but the last block is a lone convolution, and the head is one without
   * normalisation.
   *
   * @param excited whether a block, counted from 0, has a squeeze-and-excitation; a file may name
   *     more blocks than there are
   */
  static String mobileNetV3(String name, int[] repeats, IntPredicate excited) {
    String headless = moved(name, "conv_head.", "classifier.0.");
    headless =
        headless.equals(name) ? moved(name, "classifier.", "classifier.3.", "\\w+") : headless;
    return inverted(
        headless,
        0,
        block -> {
          int index = flat(block, repeats);
          String in = "features." + index + ".";
          if (block.group(3).equals("conv") || number(block, 1) == repeats.length - 1) {
            return in + (isNorm(block.group(3)) ? 1 : 0) + "." + block.group(4);
          }
          return in + "block." + step(block, number(block, 1) > 0, excited.test(index - 1));
        });
  }

  static String convNeXt(String name) {
    String moved = moved(name, "stem.", "features.0.");
    moved = moved(moved, "head.norm.", "classifier.0.");
    moved = moved(moved, "head.fc.", "classifier.2.");
    Matcher between = DOWNSAMPLE.matcher(moved);
    if (between.matches()) {
      return "features.%d.%s".formatted(2 * number(between, 1), between.group(2));
    }
    Matcher block = CONVNEXT_BLOCK.matcher(moved);
    if (!block.matches()) {
      return moved;
    }
    String part =
        switch (block.group(3)) {
          case "conv_dw" -> "block.0";
          case "norm" -> "block.2";
          case "mlp.fc1" -> "block.3";
          case "mlp.fc2" -> "block.5";
          default -> "layer_scale";
        };
    String rest = block.group(4) == null ? "" : block.group(4);
    return "features.%d.%s.%s%s".formatted(2 * number(block, 1) + 1, block.group(2), part, rest);
  }

  static String visionTransformer(String name) {
    String moved =
        switch (name) {
          case "cls_token" -> "class_token";
          case "pos_embed" -> "encoder.pos_embedding";
          default -> moved(name, "patch_embed.proj.", "conv_proj.");
        };
    // What torchvision itself said before 0.13.
    moved = moved.replace(".mlp.linear_1.", ".mlp.0.").replace(".mlp.linear_2.", ".mlp.3.");
    moved = moved(moved, "norm.", "encoder.ln.");
    moved = moved(moved, "head.", "heads.head.");
    Matcher block = VIT_BLOCK.matcher(moved);
    if (!block.matches()) {
      return moved;
    }
    String part =
        switch (block.group(2)) {
          case "norm1" -> "ln_1.";
          case "norm2" -> "ln_2.";
          case "attn.qkv" -> "self_attention.in_proj_";
          case "attn.proj" -> "self_attention.out_proj.";
          case "mlp.fc1" -> "mlp.0.";
          case "mlp.fc2" -> "mlp.3.";
          default -> block.group(2) + ".";
        };
    return "encoder.layers.encoder_layer_%s.%s%s".formatted(block.group(1), part, block.group(3));
  }

  /**
   * What the networks of inverted residuals share.
   *
   * @param last index of the last convolution among the features; 0 if that is in a block
   */
  private static String inverted(String name, int last, Function<MatchResult, String> blocks) {
    Matcher block = BLOCK.matcher(name);
    if (block.matches()) {
      return blocks.apply(block.toMatchResult());
    }
    String moved = moved(name, "conv_stem.", "features.0.0.");
    moved = moved(moved, "bn1.", "features.0.1.");
    if (last == 0) {
      return moved;
    }
    moved = moved(moved, "conv_head.", "features." + last + ".0.");
    moved = moved(moved, "bn2.", "features." + last + ".1.");
    return moved(moved, "classifier.", "classifier.1.", "\\w+");
  }

  /** Of a convolution with its norm, or of an excitation: {@code 0.1.bias}, {@code 2.fc1.bias}. */
  private static String step(MatchResult block, boolean expanded, boolean excited) {
    String part = block.group(3);
    String inside =
        switch (part) {
          case "se.conv_reduce" -> "fc1";
          case "se.conv_expand" -> "fc2";
          default -> isNorm(part) ? "1" : "0";
        };
    return "%d.%s.%s".formatted(position(part, expanded, excited), inside, block.group(4));
  }

  /**
   * Of the steps of a block: widen (unless it is the first of all, which is as wide already),
   * filter, perhaps excite, narrow.
   */
  private static int position(String part, boolean expanded, boolean excited) {
    int filter = expanded ? 1 : 0;
    int narrow = filter + (excited ? 2 : 1);
    return switch (part) {
      case "conv_dw" -> filter;
      case "bn1" -> 0;
      case "bn2" -> expanded ? filter : narrow;
      case "conv_pw" -> expanded ? 0 : narrow;
      case "conv_pwl", "bn3" -> narrow;
      default -> filter + 1;
    };
  }

  private static boolean isNorm(String part) {
    return part.startsWith("bn");
  }

  /** Which feature a block is, where all stages are counted through, the stem being 0. */
  private static int flat(MatchResult block, int[] repeats) {
    int index = 1 + number(block, 2);
    for (int stage = 0; stage < number(block, 1) && stage < repeats.length; stage++) {
      index += repeats[stage];
    }
    return index;
  }

  private static int number(MatchResult match, int group) {
    return Integer.parseInt(match.group(group));
  }

  private static String moved(String name, String from, String to) {
    return name.startsWith(from) ? to + name.substring(from.length()) : name;
  }

  /** Only if what follows is of this form. */
  private static String moved(String name, String from, String to, String rest) {
    return name.startsWith(from) && name.substring(from.length()).matches(rest)
        ? to + name.substring(from.length())
        : name;
  }
}
