package dev.graft.deploy.command;

import dev.graft.deploy.Failure;
import dev.graft.deploy.home.Home;
import dev.graft.deploy.home.RunFile;
import dev.graft.deploy.reach.Access;
import dev.graft.deploy.supervise.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which installation a command is about. */
final class HomeOption {
  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "Folder of the installation. Default: $GRAFT_HOME, or else ~/.graft")
  private @Nullable Path home;

  Home home() {
    return home == null ? Home.ofThisUser() : new Home(home);
  }

  /** How to get into what runs there. */
  Access access() {
    var file = home().accessFile();
    return Files.exists(file) ? Access.of(Settings.read(file)) : Access.PLAIN;
  }

  RunFile running() {
    return RunFile.read(home())
        .orElseThrow(
            () ->
                new Failure(
                    "Graft is not up in "
                        + home().folder()
                        + ". Start it with `graft up`, or name another folder with --home DIR."));
  }
}
