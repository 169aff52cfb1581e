package dev.graft.bench.tune;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Our side of {@code bench tune}, in a process with the services' surroundings. Arguments:
 * architecture, cut, batch, side, classes, folder for activations. Requests as those of {@code
 * tune_step.py}.
 */
public final class TuneMain {
  private TuneMain() {}

  public static void main(String[] arguments) throws Exception {
    String name = arguments[0];
    String cut = arguments[1];
    int batch = Integer.parseInt(arguments[2]);
    int side = Integer.parseInt(arguments[3]);
    int classes = Integer.parseInt(arguments[4]);
    try (var tail = TuneSteps.open(name, cut, batch, side, classes, Path.of(arguments[5]));
        var whole = TuneSteps.open(name, cut, batch, side, classes, Path.of(""))) {
      serve(tail, whole);
    }
    System.exit(0);
  }

  private static void serve(TuneSteps tail, TuneSteps whole) throws IOException {
    var requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var line = requests.readLine(); line != null; line = requests.readLine()) {
      String[] words = line.split(" ");
      TuneSteps steps = words[0].equals("tail") ? tail : whole;
      System.out.println(
          "= "
              + Arrays.stream(steps.steps(Integer.parseInt(words[1])))
                  .mapToObj(took -> String.format(Locale.ROOT, "%.3f", took))
                  .collect(Collectors.joining(", ")));
    }
  }
}
