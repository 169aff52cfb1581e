package dev.graft.deploy.supervise;

import dev.graft.deploy.Failure;
import dev.graft.deploy.home.Part;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the built program lies, and how a JVM of it is started.
 *
 * @param root folder of the repository
 */
public record Installation(Path root) {

  /** The one that this JVM was started from. */
  public static Installation ofThisProcess() {
    var root = System.getProperty("graft.root");
    if (root == null) {
      throw new Failure(
          "the system property graft.root must name the repository; deploy/graft sets it");
    }
    return new Installation(Path.of(root).toAbsolutePath().normalize());
  }

  /** A service runs on the class path that its own build wrote; the rest runs on ours. */
  String classPath(Part part) {
    if (!part.service()) {
      return System.getProperty("java.class.path");
    }
    var target = root.resolve(part.title() + "-service").resolve("target");
    try {
      return target.resolve("classes")
          + File.pathSeparator
          + Files.readString(target.resolve("classpath")).strip();
    } catch (IOException e) {
      throw new Failure(
          "%s-service is not built (no %s): run `mvn -DskipTests package` or start through deploy/graft"
              .formatted(part.title(), target.resolve("classpath")),
          e);
    }
  }

  String mainClass(Part part) {
    return switch (part) {
      case BROKER -> "dev.graft.deploy.child.BrokerMain";
      case STORE -> "dev.graft.deploy.child.StoreMain";
      default -> "dev.graft." + part.title() + ".Main";
    };
  }

  /**
   * The Java that runs us, with the options that every JVM of ours gets, and with those that {@code
   * JAVA_OPTIONS} holds, as in the image.
   */
  public static List<String> java() {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dai.djl.offline=true");
    command.add("-Djava.awt.headless=true");
    if (Runtime.version().feature() >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(words(System.getenv("JAVA_OPTIONS")));
    return command;
  }

  static List<String> words(@Nullable String options) {
    return options == null
        ? List.of()
        : Arrays.stream(options.split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }
}
