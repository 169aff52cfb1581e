package dev.graft.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** All that a benchmark saw, for programs, if it was asked for. */
public final class JsonFile {
  @Option(names = "--report", paramLabel = "FILE", description = "Write everything as JSON too.")
  private @Nullable Path file;

  public void write(Object seen) throws IOException {
    if (file != null) {
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), seen);
    }
  }
}
