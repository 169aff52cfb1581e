package dev.graft.deploy.command;

import com.google.protobuf.util.Timestamps;
import dev.graft.deploy.rejects.Found;
import dev.graft.deploy.rejects.RejectLog;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What could not be taken, and why. Without a further word it lists. */
@Command(
    name = "rejects",
    mixinStandardHelpOptions = true,
    description = "Lists, shows and sends again what could not be taken.",
    synopsisSubcommandLabel = "[list | show | replay]",
    subcommands = {Rejects.ListThem.class, RejectShow.class, RejectReplay.class})
public final class Rejects implements Runnable {
  @Mixin private Listing listing = new Listing();

  @Override
  public void run() {
    listing.run();
  }

  /** The same by its name. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists what could not be taken, and why; newest last.")
  static final class ListThem implements Runnable {
    @Mixin private Listing listing = new Listing();

    @Override
    public void run() {
      listing.run();
    }
  }

  /** Options of a list, and the list. */
  static final class Listing {
    private static final Comparator<Found> BY_TIME =
        Comparator.comparing(found -> found.reject().getTime(), Timestamps.comparator());

    @Mixin private RunningSystem system = new RunningSystem();
    @Mixin private RejectFilter filter = new RejectFilter();

    @Option(
        names = {"-n", "--limit"},
        defaultValue = "50",
        description = "How many. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    void run() {
      var wanted = filter.predicate(Instant.now());
      var newest = new PriorityQueue<>(BY_TIME);
      var sizes = new LinkedHashMap<Found, Integer>();
      int[] all = {0};
      var replayed =
          new RejectLog(system.addresses())
              .each(
                  found -> {
                    if (wanted.test(found)) {
                      all[0]++;
                      var light = found.light();
                      newest.add(light);
                      sizes.put(light, found.reject().getValue().size());
                      if (newest.size() > limit) {
                        sizes.remove(newest.remove());
                      }
                    }
                  });
      var last = new ArrayDeque<Found>();
      while (!newest.isEmpty()) {
        last.add(newest.remove());
      }
      if (json) {
        Print.json(
            last.stream()
                .map(
                    found ->
                        line(found, sizes.getOrDefault(found, 0), replayed.contains(found.id())))
                .toList());
      } else {
        last.forEach(found -> show(found, replayed.contains(found.id())));
        System.out.printf("%d rejects%n", all[0]);
      }
    }

    private static void show(Found found, boolean replayed) {
      var reject = found.reject();
      System.out.printf(
          "%-8s %s  %-18s %s/%d/%d  %s%s%n",
          found.id(),
          Timestamps.toString(reject.getTime()),
          reject.getFault(),
          reject.getSourceTopic(),
          reject.getSourcePartition(),
          reject.getSourceOffset(),
          reject.getReason(),
          replayed ? "  (sent again)" : "");
    }

    /** Without the bytes; those are on the topic. */
    private static Map<String, Object> line(Found found, int bytes, boolean replayed) {
      var reject = found.reject();
      var line = new LinkedHashMap<String, Object>();
      line.put("id", found.id().toString());
      line.put("time", Timestamps.toString(reject.getTime()));
      line.put("fault", reject.getFault());
      line.put("reason", reject.getReason());
      line.put("service", reject.getService());
      line.put(
          "source",
          List.of(reject.getSourceTopic(), reject.getSourcePartition(), reject.getSourceOffset()));
      line.put("key", reject.getKey().toStringUtf8());
      line.put("bytes", bytes);
      line.put("replayed", replayed);
      return line;
    }
  }
}
