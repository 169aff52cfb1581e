package dev.graft.vision.catalogue;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.graft.vision.picture.Interpolation;
import dev.graft.vision.picture.Preprocessing;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Weights that somebody published.
 *
 * @param name what they are asked for by
 * @param architecture torchvision's name of the network
 * @param set torchvision's set that they are, or are a copy of; none if torchvision has no such
 * @param hub {@code OWNER/REPOSITORY} on the Hugging Face hub, where {@code model.safetensors}
 *     lies; none if there is only a checkpoint
 * @param sha256 of that file, in hex, as the hub shows it in public; none where it was not found
 * @param checkpoint URL of a PyTorch file, which is never read here; none if the hub has them
 * @param licence SPDX identifier
 * @param source whose they are
 * @param recipe how they were trained
 * @param top1 published accuracy on ImageNet-1k's validation part in percent, of this
 *     preprocessing: torchvision's documentation, or timm's results-imagenet.csv
 * @param top5 the same, the right class being among the first five
 * @param preprocessing what pictures must be put through for them
 */
public record PublishedWeights(
    String name,
    String architecture,
    @Nullable String set,
    @Nullable String hub,
    @Nullable String sha256,
    @Nullable String checkpoint,
    String licence,
    String source,
    String recipe,
    @Nullable Double top1,
    @Nullable Double top5,
    Preprocessing preprocessing) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]+\\.[A-Za-z0-9_]+");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  public PublishedWeights {
    if (!NAME.matcher(name).matches()
        || (hub == null) == (checkpoint == null)
        || (sha256 != null && !SHA256.matcher(sha256).matches())
        || (top1 == null) != (top5 == null)
        || licence.isBlank()
        || source.isBlank()
        || recipe.isBlank()) {
      throw new IllegalArgumentException("not an entry of the catalogue: " + name);
    }
  }

  @JsonCreator
  static PublishedWeights of(
      @JsonProperty(value = "name", required = true) String name,
      @JsonProperty(value = "architecture", required = true) String architecture,
      @JsonProperty("set") @Nullable String set,
      @JsonProperty("hub") @Nullable String hub,
      @JsonProperty("sha256") @Nullable String sha256,
      @JsonProperty("checkpoint") @Nullable String checkpoint,
      @JsonProperty(value = "licence", required = true) String licence,
      @JsonProperty(value = "source", required = true) String source,
      @JsonProperty(value = "recipe", required = true) String recipe,
      @JsonProperty("top1") @Nullable Double top1,
      @JsonProperty("top5") @Nullable Double top5,
      @JsonProperty(value = "input", required = true) Input input) {
    return new PublishedWeights(
        name,
        architecture,
        set,
        hub,
        sha256,
        checkpoint,
        licence,
        source,
        recipe,
        top1,
        top5,
        input.preprocessing());
  }

  /** Where the file lies on a hub, or nowhere. */
  public Optional<String> url(String hubAddress) {
    return Optional.ofNullable(hub)
        .map(repository -> hubAddress + "/" + repository + "/resolve/main/model.safetensors");
  }

  /**
   * One line of Python, with torch, torchvision and safetensors installed, that makes {@code
   * NAME.safetensors} of what torchvision has.
   */
  public Optional<String> conversion() {
    return Optional.ofNullable(checkpoint)
        .map(
            any ->
                ("python3 -c \"import torchvision.models as m, safetensors.torch as s;"
                        + " s.save_file(m.%s(weights='%s').state_dict(), '%s.safetensors')\"")
                    .formatted(architecture, set, name));
  }

  /** Whether the licence keeps from use in business. */
  public boolean nonCommercial() {
    return licence.toUpperCase(Locale.ROOT).contains("-NC-");
  }

  /** As the file has it, short where it is the usual. */
  record Input(
      int resize,
      int crop,
      String interpolation,
      @Nullable List<Float> mean,
      @Nullable List<Float> std) {
    Preprocessing preprocessing() {
      return new Preprocessing(
          resize,
          Interpolation.valueOf(interpolation.toUpperCase(Locale.ROOT)),
          crop,
          mean == null ? Preprocessing.IMAGENET_MEAN : mean,
          std == null ? Preprocessing.IMAGENET_STD : std);
    }
  }
}
