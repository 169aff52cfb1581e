package dev.graft.deploy.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.graft.deploy.Failure;
import dev.graft.deploy.home.Part;
import dev.graft.deploy.home.RunFile;
import dev.graft.deploy.reach.Access;
import dev.graft.deploy.reach.Addresses;
import dev.graft.deploy.reach.Http;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what runs, and what the trainer knows of each task. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description =
        "Shows what runs, on which ports, and what each task has. Exit code 1 if something is not"
            + " ready.")
public final class StatusCommand implements Callable<Integer> {
  @Mixin private HomeOption home = new HomeOption();

  @Option(names = "--json", description = "Write JSON.")
  private boolean json;

  @Override
  public Integer call() {
    var run = home.running();
    var access = home.access();
    var http = new Http(access);
    var parts = new LinkedHashMap<String, PartStatus>();
    run.children().forEach((name, mark) -> parts.put(name, status(http, access, run, name, mark)));
    boolean well = run.ready() && parts.values().stream().allMatch(PartStatus::ready);
    var tasks = tasks(http, Addresses.of(run, access));
    if (json) {
      Print.json(new Status(home.home().folder().toString(), well, run, parts, tasks.orElse(null)));
    } else {
      show(run, parts, tasks);
    }
    return well ? 0 : 1;
  }

  /** For scripts. */
  record Status(
      String home,
      boolean ready,
      RunFile run,
      Map<String, PartStatus> parts,
      @org.jspecify.annotations.Nullable JsonNode tasks) {}

  /** One process. */
  record PartStatus(boolean alive, boolean ready, long pid, int restarts) {}

  private static PartStatus status(
      Http http, Access access, RunFile run, String name, RunFile.ChildMark mark) {
    boolean alive = ProcessHandle.of(mark.pid()).filter(ProcessHandle::isAlive).isPresent();
    var part = Part.of(name).orElseThrow();
    boolean ready =
        alive
            && (!part.service()
                || http.well(
                    access.url(
                        "127.0.0.1:" + run.ports().get(name + "-http"), "/health/readiness")));
    return new PartStatus(alive, ready, mark.pid(), mark.restarts());
  }

  private static Optional<JsonNode> tasks(Http http, Addresses at) {
    try {
      return Optional.of(http.get(at.access().url(at.trainerHttp(), "/v1/status")));
    } catch (Failure trainerIsAway) {
      return Optional.empty();
    }
  }

  private void show(RunFile run, Map<String, PartStatus> parts, Optional<JsonNode> tasks) {
    System.out.println("Graft in " + home.home().folder());
    parts.forEach(
        (name, part) ->
            System.out.printf(
                "  %-10s %-9s process %-8d %s%s%n",
                name,
                part.ready() ? "ready" : part.alive() ? "not ready" : "dead",
                part.pid(),
                ports(run, name),
                part.restarts() == 0 ? "" : "  restarted " + part.restarts() + " times"));
    System.out.println(tasks.map(StatusText::of).orElse("The trainer does not answer."));
  }

  private static String ports(RunFile run, String name) {
    var text = new StringBuilder();
    run.ports()
        .forEach(
            (port, number) -> {
              if (dev.graft.deploy.home.Port.of(port).orElseThrow().part().title().equals(name)) {
                text.append(port).append(' ').append(number).append("  ");
              }
            });
    return text.toString();
  }
}
