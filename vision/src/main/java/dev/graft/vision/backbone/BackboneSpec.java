package dev.graft.vision.backbone;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which embedding is meant: of which network, of which input, and of which of its stages. Data
 * alone: {@link ResolvedSpec#of} says whether it can be, and what all that is left open stands for.
 *
 * @param name of the architecture
 * @param weightsDigest sha256 of its safetensors file in hex; empty for the weights that ship with
 *     it
 * @param input how pictures become its input, where otherwise than for its usual weights
 * @param taps stages whose pooled features make the embedding, one after the other; none: the usual
 *     embedding
 */
public record BackboneSpec(
    String name,
    String weightsDigest,
    @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = InputOptions.Usual.class)
        InputOptions input,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Tap> taps) {
  public BackboneSpec(
      @Nullable String name,
      @Nullable String weightsDigest,
      @Nullable InputOptions input,
      @Nullable List<Tap> taps) {
    this.name = name == null ? "" : name;
    this.weightsDigest = weightsDigest == null ? "" : weightsDigest;
    this.input = input == null ? InputOptions.USUAL : input;
    this.taps = taps == null ? List.of() : List.copyOf(taps);
  }

  /** The usual embedding of the usual input. */
  public BackboneSpec(String name, String weightsDigest) {
    this(name, weightsDigest, InputOptions.USUAL, List.of());
  }

  /**
   * Reads what {@link #toString} writes, which is also the JSON of the wire's {@code BackboneRef}
   * with its fields' own names.
   *
   * @throws IllegalArgumentException if it is of another form
   */
  public static BackboneSpec parse(String json) {
    return SpecJson.parse(json);
  }

  /** JSON, without what is left open. */
  @Override
  public String toString() {
    return SpecJson.write(this);
  }
}
