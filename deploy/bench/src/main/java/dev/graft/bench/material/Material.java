package dev.graft.bench.material;

import dev.graft.deploy.Failure;
import dev.graft.deploy.supervise.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which pictures and which weights: options that all benchmarks share. */
public final class Material {
  private static final long ORDER_SEED = 0;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description =
          "Pictures, DIR/CLASS/*. Default: caltech20/train below $GRAFT_TEST_DATA/images.")
  private @Nullable Path images;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = "MobileNetV2's safetensors. Default: those below $GRAFT_TEST_DATA/weights.")
  private @Nullable Path weights;

  public Path images() {
    return images != null ? images : data().resolve("images/caltech20/train");
  }

  public Path weights() {
    return weights != null ? weights : data().resolve("weights/mobilenet_v2.safetensors");
  }

  private static Path data() {
    var named = System.getenv("GRAFT_TEST_DATA");
    var root = Installation.ofThisProcess().root();
    return named == null || named.isBlank() ? root.resolve("../shared/data") : Path.of(named);
  }

  /** The pictures' files, classes mixed, in the same order each time. */
  public static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new Failure("no folder of pictures at " + folder + "; name one with --images");
    }
    try (var found = Files.walk(folder, 2)) {
      var files = new ArrayList<>(found.filter(Files::isRegularFile).sorted().toList());
      Collections.shuffle(files, new Random(ORDER_SEED));
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes of the first files; all of them if there are fewer. */
  public static List<byte[]> pictures(Path folder, int most) {
    return files(folder).stream().limit(most).map(Material::bytes).toList();
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
