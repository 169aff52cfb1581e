package dev.graft.deploy.command;

import dev.graft.deploy.supervise.Installation;
import dev.graft.deploy.supervise.Replaying;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Rebuilds versions from their manifests and compares the bits. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description =
        "Rebuilds versions from their manifests and compares the heads, bit for bit. Exit code 1 if"
            + " one differs or can't be rebuilt.")
public final class Replay implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();

  @Parameters(
      paramLabel = "VERSION",
      arity = "0..*",
      description = "Which. Default: all that were published.")
  private List<Long> versions = List.of();

  @Option(names = "--task", paramLabel = "ID", required = true, description = "The task.")
  private String task = "";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Properties of a trainer that `graft up` did not start: they name its broker and store.")
  private @Nullable Path config;

  @Override
  public Integer call() {
    var configuration = config;
    if (configuration == null) {
      home.running();
      configuration = home.home().run("trainer.properties");
    }
    var rebuilt = Replaying.rebuild(Installation.ofThisProcess(), configuration, task, versions);
    rebuilt.forEach(each -> System.out.println(line(each)));
    boolean all = rebuilt.stream().allMatch(each -> each.result() == Replaying.Result.SAME);
    return all ? 0 : 1;
  }

  /** What was compared is said either way. */
  static String line(Replaying.Rebuilt rebuilt) {
    var said = rebuilt.said();
    if (rebuilt.result() == Replaying.Result.SAME) {
      var words = said.split(" ", 2); // digest, examples
      said = "head %s, rebuilt and published, from %s examples".formatted(words[0], words[1]);
    }
    return "%6d  %-8s %s"
        .formatted(rebuilt.version(), rebuilt.result().name().toLowerCase(Locale.ROOT), said);
  }
}
