package dev.graft.bench.bare;

import dev.graft.bench.material.Material;
import dev.graft.vision.backbone.EmbeddingPlan;
import dev.graft.vision.backbone.Layout;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * The bare loop's process. Arguments: folder of pictures, how many, weights file, threads.
 * Requests: {@code run LAYOUT BATCH N} (answers images per second) and {@code alone LAYOUT FROM N}
 * (answers the milliseconds of each of N pictures from the FROM-th on, one after the other on one
 * thread).
 */
public final class BareMain {
  private BareMain() {}

  public static void main(String[] arguments) throws Exception {
    var pictures = Material.pictures(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    try (var loop =
        BareLoop.open(Path.of(arguments[2]), pictures, Integer.parseInt(arguments[3]))) {
      serve(loop);
    }
    System.exit(0);
  }

  private static void serve(BareLoop loop) throws IOException {
    var requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var line = requests.readLine(); line != null; line = requests.readLine()) {
      var words = line.split(" ");
      if (words[0].equals("run")) {
        var plan = new EmbeddingPlan(Layout.valueOf(words[1]), Integer.parseInt(words[2]));
        say(
            String.format(
                Locale.ROOT, "%.3f", loop.imagesPerSecond(plan, Integer.parseInt(words[3]))));
      } else if (words[0].equals("alone")) {
        var plan = new EmbeddingPlan(Layout.valueOf(words[1]), 1);
        say(
            Arrays.toString(
                loop.oneAfterTheOther(
                    plan, Integer.parseInt(words[2]), Integer.parseInt(words[3]))));
      } else {
        throw new IllegalArgumentException("no such request: " + line);
      }
    }
  }

  private static void say(String answer) {
    System.out.println("= " + answer);
  }
}
