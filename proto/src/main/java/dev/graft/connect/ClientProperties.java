package dev.graft.connect;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What every Kafka client is told besides, from the configuration and from a file for secrets. */
public final class ClientProperties {
  private static final String FILE = "graft.kafka.client-file";
  private static final String KEYS = "graft.kafka.properties.";

  private ClientProperties() {}

  /**
   * Both together. Neither goes before the other: a key that both have is refused.
   *
   * @param file a Java properties file in UTF-8, e.g. one made for Kafka's own tools
   * @throws IllegalArgumentException naming the file or the keys, never a value
   */
  public static Map<String, String> merged(Map<String, String> given, @Nullable Path file) {
    if (given.containsKey("bootstrap.servers")) {
      throw new IllegalArgumentException(
          KEYS + "bootstrap.servers would do nothing: set graft.kafka.bootstrap-servers");
    }
    if (file == null) {
      return Map.copyOf(given);
    }
    var all = new TreeMap<>(read(file));
    var both = new TreeSet<>(all.keySet());
    both.retainAll(given.keySet());
    if (!both.isEmpty()) {
      throw new IllegalArgumentException(
          "%s names %s, which sets %s, and so does %s*: remove one of them"
              .formatted(FILE, file, both, KEYS));
    }
    all.putAll(given);
    return Map.copyOf(all);
  }

  private static Map<String, String> read(Path file) {
    var text = SecretFile.read(FILE, file);
    var properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IllegalArgumentException e) { // a backslash and u that are no character
      throw new IllegalArgumentException(
          "%s names %s, which is no properties file".formatted(FILE, file), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (properties.containsKey("bootstrap.servers")) {
      throw new IllegalArgumentException(
          "%s names %s, whose bootstrap.servers would do nothing: set graft.kafka.bootstrap-servers"
              .formatted(FILE, file));
    }
    var read = new TreeMap<String, String>();
    properties.stringPropertyNames().forEach(key -> read.put(key, properties.getProperty(key)));
    return read;
  }
}
