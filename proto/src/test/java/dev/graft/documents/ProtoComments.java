package dev.graft.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The comments of the .proto files, which are what people read; the compiled contracts don't have
 * them.
 */
public final class ProtoComments {
  private static final Pattern MESSAGE = Pattern.compile("message (\\w+) \\{.*");
  private static final Pattern FIELD =
      Pattern.compile("(?:repeated |optional )?[\\w.]+ (\\w+) = \\d+.*");

  private final Map<String, String> byName = new HashMap<>();

  public static ProtoComments in(Path folder) throws IOException {
    var comments = new ProtoComments();
    try (var files = Files.list(folder)) {
      for (var file : files.sorted().toList()) {
        comments.read(file);
      }
    }
    return comments;
  }

  /** Of "ImageSubmitted", or of "ImageSubmitted.image_id". */
  Optional<String> of(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  private void read(Path file) throws IOException {
    var said = new ArrayList<String>();
    var message = "";
    for (var line : Files.readAllLines(file)) {
      var text = line.strip();
      var starts = MESSAGE.matcher(text);
      var field = FIELD.matcher(text);
      if (text.startsWith("//")) {
        said.add(text.substring(2).strip());
        continue;
      }
      if (starts.matches()) {
        message = starts.group(1);
        note(message, said);
      } else if (field.matches()) {
        note(message + "." + field.group(1), said);
      }
      said.clear();
    }
  }

  private void note(String name, ArrayList<String> said) {
    if (!said.isEmpty()) {
      byName.put(name, String.join(" ", said));
    }
  }
}
