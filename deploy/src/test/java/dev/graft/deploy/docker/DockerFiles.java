package dev.graft.deploy.docker;

import dev.graft.deploy.supervise.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** deploy/docker, read as Docker would read it. */
final class DockerFiles {
  static final Path ROOT = Installation.ofThisProcess().root();
  static final Path FOLDER = ROOT.resolve("deploy/docker");
  static final List<String> SERVICES = List.of("ingest", "feature", "trainer", "inference");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(?:(:-|:\\?)([^}]*))?}");

  private DockerFiles() {}

  /** With every variable at its default. */
  static Map<String, Object> compose(String name) throws IOException {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    var text = withDefaults(Files.readString(FOLDER.resolve(name)));
    return map(new Yaml(new SafeConstructor(options)).load(text));
  }

  /** The instructions of the Dockerfile, without comments, continued lines joined. */
  static List<String> dockerfile() throws IOException {
    var text = Files.readString(FOLDER.resolve("Dockerfile")).replaceAll("(?m)^\\s*#.*\\n", "");
    return text.replaceAll("\\\\\\n\\s*", " ").lines().filter(line -> !line.isBlank()).toList();
  }

  /** Of the image, with which the entry point starts. */
  static Map<String, String> imageEnvironment() throws IOException {
    var environment = new LinkedHashMap<String, String>();
    for (var line : dockerfile()) {
      if (line.startsWith("ENV ")) {
        for (var pair : line.substring(4).strip().split("\\s+")) {
          environment.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
        }
      }
    }
    return environment;
  }

  static Map<String, String> environment(Map<String, Object> compose, String service) {
    var environment = new LinkedHashMap<String, String>();
    map(map(map(compose.get("services")).get(service)).get("environment"))
        .forEach((key, value) -> environment.put(key, String.valueOf(value)));
    return environment;
  }

  @SuppressWarnings("unchecked") // a mapping of YAML
  static Map<String, Object> map(Object mapping) {
    return mapping == null ? Map.of() : (Map<String, Object>) mapping;
  }

  @SuppressWarnings("unchecked") // a sequence of YAML
  static List<Object> list(Object sequence) {
    return sequence == null ? List.of() : (List<Object>) sequence;
  }

  private static String withDefaults(String text) {
    return VARIABLE
        .matcher(text)
        .replaceAll(
            found ->
                ":-".equals(found.group(2))
                    ? Matcher.quoteReplacement(found.group(3))
                    : found.group(1));
  }
}
