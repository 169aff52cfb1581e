package dev.graft.deploy.supervise;

import dev.graft.deploy.Failure;
import dev.graft.deploy.home.Part;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Has versions of a task rebuilt from their manifests, by the trainer's own code in a process of
 * its own.
 */
public final class Replaying {

  /** How a version came out: SAME with the head's digest, DIFFERS or REFUSED with a reason. */
  public record Rebuilt(long version, Result result, String said) {}

  /** Of a version that was rebuilt. */
  public enum Result {
    SAME,
    DIFFERS,
    REFUSED
  }

  private Replaying() {}

  /**
   * Returns when all are rebuilt.
   *
   * @param configuration a properties file as the trainer has, which names broker and store
   * @param versions none: all that stand on graft.models
   * @throws Failure if broker or store can't be reached, or there is no such version
   */
  public static List<Rebuilt> rebuild(
      Installation installation, Path configuration, String taskId, List<Long> versions) {
    var program =
        new Program(
            Part.TRAINER,
            "dev.graft.trainer.ReplayMain",
            List.of("-Xmx1536m", "-Dmicronaut.config.files=" + configuration));
    var arguments = new ArrayList<>(List.of(taskId));
    versions.forEach(version -> arguments.add(version.toString()));
    var said = program.run(installation, arguments);
    if (said.exit() == 1) {
      throw new Failure("versions can't be rebuilt:\n" + said.text());
    }
    return said.text().lines().flatMap(line -> parse(line).stream()).toList();
  }

  /** Other lines are logging. */
  private static List<Rebuilt> parse(String line) {
    var words = line.split(" ", 3);
    if (words.length < 3 || !words[0].chars().allMatch(Character::isDigit)) {
      return List.of();
    }
    for (var result : Result.values()) {
      if (words[1].equals(result.name().toLowerCase(java.util.Locale.ROOT))) {
        return List.of(new Rebuilt(Long.parseLong(words[0]), result, words[2]));
      }
    }
    return List.of();
  }
}
