package dev.graft.deploy.supervise;

import dev.graft.deploy.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Properties files: those that a person wrote, and those that we write. */
public final class Settings {
  private Settings() {}

  /** Keys whose values are files: from the folder that one is in, wherever they are used later. */
  private static final Pattern FILES =
      Pattern.compile(
          "graft\\.(store\\.(access-key-file|secret-key-file|ca-certificate)|kafka\\.client-file|[a-z]+\\.tls\\..*)");

  public static Map<String, String> read(Path file) {
    var properties = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new Failure("can't read " + file + ": " + e, e);
    }
    var settings = new TreeMap<String, String>();
    for (var key : properties.stringPropertyNames()) {
      var value = properties.getProperty(key);
      boolean path = FILES.matcher(key).matches() && !value.isBlank();
      settings.put(key, path ? Path.of(value).toAbsolutePath().toString() : value);
    }
    return settings;
  }

  /** As a properties file of any encoding, with every character escaped that needs it. */
  static String text(Map<String, String> settings) {
    var properties = new Properties();
    properties.putAll(settings);
    var out = new ByteArrayOutputStream();
    try {
      properties.store(out, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.ISO_8859_1);
  }
}
