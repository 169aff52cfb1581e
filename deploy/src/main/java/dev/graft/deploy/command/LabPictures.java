package dev.graft.deploy.command;

import dev.graft.deploy.Failure;
import dev.graft.deploy.lab.LabSet;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which pictures an experiment looks at, and which of them are held back. */
final class LabPictures {
  @Option(
      names = "--images",
      paramLabel = "DIR",
      required = true,
      description =
          "Pictures: DIR/train/CLASS/* and DIR/test/CLASS/*. A fifth of each class's train pictures"
              + " is held back to choose by.")
  private Path images = Path.of("");

  @Option(
      names = "--seed",
      description =
          "Draws what is held back, and what --per-class takes. Default: ${DEFAULT-VALUE}")
  private long seed = 1;

  @Option(
      names = "--per-class",
      paramLabel = "N",
      description = "Take at most N train pictures of each class, by lot. Default: all.")
  private @Nullable Integer perClass;

  /**
   * Reads which pictures there are.
   *
   * @throws Failure fewer than 2 of a class are asked for
   */
  LabSet read() {
    if (most() < 2) {
      throw new Failure("--per-class wants at least 2");
    }
    return LabSet.read(images, most(), seed);
  }

  Path images() {
    return images;
  }

  long seed() {
    return seed;
  }

  int most() {
    return perClass == null ? Integer.MAX_VALUE : perClass;
  }
}
