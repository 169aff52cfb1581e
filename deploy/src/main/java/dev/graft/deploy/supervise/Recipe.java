package dev.graft.deploy.supervise;

import dev.graft.deploy.home.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How one part is started: everything that differs between the parts is on this page. */
record Recipe(Part part, String name, List<String> command, Map<String, String> environment) {
  // Ctrl-C reaches the whole process group. Only the supervisor may act on it, or the broker would
  // go before its clients; a JVM leaves alone what was ignored when it started. exec keeps the
  // process id. Not every image has nice.
  private static final String START =
      "trap '' INT HUP; nice=$1; shift; "
          + "if command -v nice >/dev/null; then exec nice -n \"$nice\" \"$@\"; fi; exec \"$@\"";

  static Recipe of(Plan plan, Part part) {
    return of(plan, part, part.title());
  }

  /**
   * @param name of its files: one process of a part is called as the part
   */
  static Recipe of(Plan plan, Part part, String name) {
    var command = new ArrayList<>(Installation.java());
    command.addAll(memory(part));
    if (plan.fixedHeaps()) {
      memory(part).stream()
          .filter(option -> option.startsWith("-Xmx"))
          .forEach(option -> command.add(option.replace("-Xmx", "-Xms")));
      command.add("-XX:+AlwaysPreTouch");
    }
    command.add("@" + arguments(plan, part, name));
    command.add(plan.installation().mainClass(part));
    return new Recipe(part, name, started(niceness(part), command), surroundings());
  }

  /** A command that Ctrl-C does not reach, and that yields to less nice ones. */
  static List<String> started(int niceness, List<String> command) {
    var whole = new ArrayList<>(List.of("/bin/sh", "-c", START, "graft"));
    whole.add(String.valueOf(niceness));
    whole.addAll(command);
    return List.copyOf(whole);
  }

  /**
   * Who yields when all share one machine: a question is answered before pictures are embedded,
   * those before new ones are taken in, and before anything is learned.
   */
  private static int niceness(Part part) {
    return switch (part) {
      case INFERENCE, BROKER -> 0;
      case FEATURE, STORE -> 5;
      case INGEST, TRAINER -> 10;
    };
  }

  private static List<String> memory(Part part) {
    return switch (part) {
      case BROKER -> List.of("-Xmx512m", "-XX:+UseSerialGC");
      case STORE -> List.of("-Xmx384m", "-XX:+UseSerialGC");
      case INGEST -> List.of("-Xmx768m", "-XX:+UseSerialGC");
      case FEATURE -> List.of("-Xmx1g", "-XX:+UseSerialGC");
      case TRAINER -> List.of("-Xmx1536m", "-XX:+UseSerialGC");
      case INFERENCE -> List.of("-Xmx1g", "-XX:+UseSerialGC");
    };
  }

  /**
   * Without the malloc settings eager PyTorch runs at half its speed or less; without the last one
   * a GPU's convolutions have ten bits of precision.
   */
  private static Map<String, String> surroundings() {
    return Map.of(
        "OMP_WAIT_POLICY", "PASSIVE",
        "MALLOC_MMAP_THRESHOLD_", "1073741824",
        "MALLOC_TRIM_THRESHOLD_", "4294967296",
        "MALLOC_TOP_PAD_", "67108864",
        "MALLOC_ARENA_MAX", "1",
        "DJL_CACHE_DIR", NativeLibraries.folder().toString(),
        "NVIDIA_TF32_OVERRIDE", "0");
  }

  /** In a file, because a class path of 200 jars makes every list of processes unreadable. */
  private static String arguments(Plan plan, Part part, String name) {
    var lines = new ArrayList<String>();
    lines.add("-cp " + quoted(plan.installation().classPath(part)));
    if (part.service()) {
      lines.add(quoted("-Dmicronaut.config.files=" + configuration(plan, part, name)));
    } else {
      Configuration.inner(plan, part)
          .forEach((key, value) -> lines.add(quoted("-D" + key + "=" + value)));
    }
    return write(plan, name + ".args", String.join("\n", lines));
  }

  private static String configuration(Plan plan, Part part, String name) {
    var settings = new LinkedHashMap<>(Configuration.service(plan, part));
    plan.forServices().forEach((key, value) -> putIfMeant(settings, part, key, value));
    return write(plan, name + ".properties", Settings.text(settings));
  }

  /** What is for another service alone would be an unknown key to this one. */
  private static void putIfMeant(
      Map<String, String> settings, Part part, String key, String value) {
    boolean others =
        Arrays.stream(Part.values())
            .filter(other -> other.service() && other != part)
            .anyMatch(other -> key.startsWith("graft." + other.title() + "."));
    if (!others) {
      settings.put(key, value);
    }
  }

  private static String write(Plan plan, String name, String text) {
    return plan.home().writePrivately(name, text).toString();
  }

  private static String quoted(String argument) {
    return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
