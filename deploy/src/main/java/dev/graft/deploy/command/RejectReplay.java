package dev.graft.deploy.command;

import dev.graft.deploy.Failure;
import dev.graft.deploy.rejects.Found;
import dev.graft.deploy.rejects.RejectId;
import dev.graft.deploy.rejects.RejectLog;
import dev.graft.deploy.rejects.Replayer;
import dev.graft.deploy.rejects.Ruling;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends rejects again to where they came from. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description =
        "Sends rejects again, as they came, to the topic they came from. What can't be taken now either is rejected again.")
final class RejectReplay implements Runnable {
  @Mixin private RunningSystem system = new RunningSystem();
  @Mixin private RejectFilter filter = new RejectFilter();

  @Option(names = "--all", description = "Needed if no filter is given.")
  private boolean all;

  @Option(names = "--dry-run", description = "Say what would be sent, and send nothing.")
  private boolean dryRun;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "10",
      description = "Most a second; 0.5 is one in two seconds. Default: ${DEFAULT-VALUE}.")
  private double rate;

  @Option(
      names = {"-n", "--limit"},
      defaultValue = "2147483647",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description = "Send at most so many.")
  private int limit;

  @Option(names = "--again", description = "Send also what was sent again before.")
  private boolean again;

  @Option(
      names = "--inner",
      description = "Send also facts of inner topics, which our services wrote.")
  private boolean inner;

  @Option(names = "--json", description = "Write the summary as JSON.")
  private boolean json;

  private final Map<String, Integer> skipped = new TreeMap<>();
  private final Set<RejectId> chosen = new HashSet<>();
  private int sent;

  @Override
  public void run() {
    if (!filter.chooses() && !all) {
      throw new Failure("which? Give a filter, e.g. --class blob-missing, or --all");
    }
    if (!(rate > 0)) {
      throw new Failure("--rate must be above 0");
    }
    var at = system.addresses();
    var log = new RejectLog(at);
    choose(log);
    if (dryRun) {
      send(log, this::tell);
    } else if (!chosen.isEmpty()) {
      try (var replayer = new Replayer(at, rate)) {
        send(log, replayer::send);
      }
    }
    report();
  }

  /** What was sent before is known only at the end of the topic, so that it is read twice. */
  private void choose(RejectLog log) {
    var wanted = filter.predicate(Instant.now());
    var candidates = new LinkedHashMap<RejectId, Found>();
    var replayed =
        log.each(
            found -> {
              if (wanted.test(found)) {
                candidates.put(found.id(), marked(found));
              }
            });
    for (var found : candidates.values()) {
      var ruling = Ruling.of(found, replayed, again, inner);
      if (ruling instanceof Ruling.Skip skip) {
        skipped.merge(skip.why(), 1, Integer::sum);
      } else if (chosen.size() < limit) {
        chosen.add(found.id());
      }
    }
  }

  /** Its bytes are not kept, only that there are some. */
  private static Found marked(Found found) {
    var value = found.reject().getValue();
    var first = value.substring(0, Math.min(1, value.size()));
    return new Found(found.id(), found.reject().toBuilder().setValue(first).build());
  }

  private void send(RejectLog log, Consumer<Found> sender) {
    log.each(
        found -> {
          if (chosen.remove(found.id())) {
            sender.accept(found);
            sent++;
          }
        });
  }

  private void tell(Found found) {
    if (!json) {
      var reject = found.reject();
      System.out.printf(
          "%-8s would go to %s: %s, %d bytes, key \"%s\"%n",
          found.id(),
          reject.getSourceTopic(),
          reject.getFault(),
          reject.getValue().size(),
          reject.getKey().toStringUtf8());
    }
  }

  private void report() {
    if (json) {
      Print.json(Map.of("dryRun", dryRun, "sent", sent, "skipped", skipped));
      return;
    }
    System.out.printf("%d %s%n", sent, dryRun ? "would be sent again" : "sent again");
    skipped.forEach((why, count) -> System.out.printf("%d not: %s%n", count, why));
  }
}
