package dev.graft.vision.picture;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The whole picture is shown: its long side becomes the network's, and what is left of the square
 * is filled. PIL's {@code ImageOps.pad}.
 *
 * @param colour from 0 to 255, of every channel or one for all; empty: black
 */
public record Pad(@JsonInclude(JsonInclude.Include.NON_EMPTY) List<Integer> colour) {
  public Pad(@Nullable List<Integer> colour) {
    this.colour =
        colour == null || colour.stream().allMatch(level -> level == 0)
            ? List.of()
            : colour.stream().distinct().count() == 1
                ? List.of(colour.get(0))
                : List.copyOf(colour);
  }

  String canonical() {
    return colour.isEmpty() ? "[0]" : colour.toString();
  }

  int level(int channel) {
    return colour.isEmpty() ? 0 : colour.get(colour.size() == 1 ? 0 : channel);
  }
}
