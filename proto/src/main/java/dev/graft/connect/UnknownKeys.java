package dev.graft.connect;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.ConfigurationReader;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.env.PropertySource;
import io.micronaut.inject.BeanDefinition;
import io.micronaut.inject.qualifiers.Qualifiers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * Refuses a "graft." key that no configuration record declares: most likely it is misspelt, and
 * would do nothing.
 */
public final class UnknownKeys {
  /**
   * Not of a service: where the build stands and its test data, for tests; where the graft command
   * keeps its installation, and how it gets in.
   */
  private static final List<String> OF_OTHERS =
      List.of(
          "graft.root",
          "graft.home",
          "graft.test.data",
          "graft.client.tls.ca",
          "graft.client.tls.certificate",
          "graft.client.tls.private-key");

  private UnknownKeys() {}

  /**
   * Checks system properties, environment, files and arguments.
   *
   * @throws IllegalArgumentException naming each unknown key and the nearest known one
   */
  public static void refuse(ApplicationContext context) {
    var declared = new TreeSet<String>(OF_OTHERS);
    var maps = new TreeSet<String>();
    for (var records :
        context.getBeanDefinitions(Qualifiers.byStereotype(ConfigurationReader.class))) {
      declare(records, declared, maps);
    }
    var unknown = new ArrayList<String>();
    for (var source : context.getEnvironment().getPropertySources()) {
      for (var key : source) {
        if (isOurs(key) && !known(key, source, declared, maps)) {
          unknown.add(
              "Unknown configuration key %s (from %s). Did you mean %s?"
                  .formatted(key, source.getName(), nearest(dotted(key), declared)));
        }
      }
    }
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", unknown));
    }
  }

  private static void declare(
      BeanDefinition<?> records, TreeSet<String> declared, TreeSet<String> maps) {
    for (var argument : records.getConstructor().getArguments()) {
      var name = argument.getAnnotationMetadata().stringValue(Property.class, "name").orElse("");
      if (name.startsWith("graft.")) {
        declared.add(name);
        if (Map.class.isAssignableFrom(argument.getType())) {
          maps.add(name);
        }
      }
    }
  }

  private static boolean isOurs(String key) {
    return dotted(key).startsWith("graft.");
  }

  private static boolean known(
      String key, PropertySource source, TreeSet<String> declared, TreeSet<String> maps) {
    // In the environment, dots, dashes and underscores are all underscores.
    boolean flat = source.getConvention() == PropertySource.PropertyConvention.ENVIRONMENT_VARIABLE;
    var given = form(key, flat);
    return declared.stream().map(name -> form(name, flat)).anyMatch(given::equals)
        || maps.stream().map(name -> form(name + ".", flat)).anyMatch(given::startsWith);
  }

  private static String form(String key, boolean flat) {
    var lower = key.toLowerCase(Locale.ROOT).replaceAll("\\[.*", "").replaceAll("[-_]", "");
    return flat ? lower.replace(".", "") : lower;
  }

  private static String dotted(String key) {
    return key.equals(key.toUpperCase(Locale.ROOT))
        ? key.toLowerCase(Locale.ROOT).replace('_', '.')
        : key;
  }

  static String nearest(String key, TreeSet<String> declared) {
    return declared.stream()
        .filter(name -> !OF_OTHERS.contains(name))
        .min(Comparator.comparingInt(name -> distance(form(key, true), form(name, true))))
        .orElse("nothing at all");
  }

  /** Levenshtein's. */
  static int distance(String a, String b) {
    var row = new int[b.length() + 1];
    Arrays.setAll(row, j -> j);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
