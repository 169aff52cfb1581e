package dev.graft.bench.micro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.vision.draw.DemoPictures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The real benchmark on drawn pictures, for as short as JMH can. */
final class MicroSmokeTest {
  @TempDir private Path folder;

  @Test
  void measuresEveryPart() throws Exception {
    var pictures = Files.createDirectories(folder.resolve("drawn"));
    for (int seed = 0; seed < 64; seed++) {
      Files.write(
          pictures.resolve(seed + ".png"),
          DemoPictures.png(DemoPictures.classes().get(seed % 3), seed));
    }
    var options =
        new OptionsBuilder()
            .include(Parts.class.getName())
            .param("images", folder.toString())
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .measurementTime(TimeValue.milliseconds(50))
            .verbosity(VerboseMode.SILENT)
            .build();
    var results = new Runner(options).run();
    assertEquals(
        List.of("decode", "fit", "preprocess", "score", "statistics"),
        results.stream().map(result -> result.getPrimaryResult().getLabel()).sorted().toList());
    results.forEach(result -> assertTrue(result.getPrimaryResult().getScore() > 0));
  }
}
