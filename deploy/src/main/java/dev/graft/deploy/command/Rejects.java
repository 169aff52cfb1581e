package dev.graft.deploy.command;

import com.google.protobuf.util.Timestamps;
import dev.graft.deploy.reach.TopicReader;
import dev.graft.topics.Topics;
import dev.graft.v1.Reject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists what could not be taken, and why. */
@Command(
    name = "rejects",
    mixinStandardHelpOptions = true,
    description = "Lists what could not be taken, and why; newest last.")
public final class Rejects implements Runnable {
  @Mixin private RunningSystem system = new RunningSystem();

  @Option(
      names = {"-n", "--limit"},
      defaultValue = "50",
      description = "How many. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Option(names = "--json", description = "Write JSON.")
  private boolean json;

  @Override
  public void run() {
    var all = new ArrayList<Reject>();
    var at = system.addresses();
    try (var reader = new TopicReader(at.kafka(), at.access().kafka(), Topics.REJECTS)) {
      reader.toEnd((topic, record) -> all.add(TopicReader.value(Topics.REJECTS, record)));
    }
    all.sort(Comparator.comparing(Reject::getTime, Timestamps.comparator()));
    var last = all.subList(Math.max(0, all.size() - limit), all.size());
    if (json) {
      Print.json(last.stream().map(Rejects::line).toList());
    } else {
      last.forEach(Rejects::show);
      System.out.printf("%d rejects%n", all.size());
    }
  }

  private static void show(Reject reject) {
    System.out.printf(
        "%s  %-18s %s/%d/%d  %s%n",
        Timestamps.toString(reject.getTime()),
        reject.getFault(),
        reject.getSourceTopic(),
        reject.getSourcePartition(),
        reject.getSourceOffset(),
        reject.getReason());
  }

  /** Without the bytes; those are on the topic. */
  private static Map<String, Object> line(Reject reject) {
    var line = new LinkedHashMap<String, Object>();
    line.put("time", Timestamps.toString(reject.getTime()));
    line.put("fault", reject.getFault());
    line.put("reason", reject.getReason());
    line.put("service", reject.getService());
    line.put(
        "source",
        List.of(reject.getSourceTopic(), reject.getSourcePartition(), reject.getSourceOffset()));
    line.put("bytes", reject.getValue().size());
    return line;
  }
}
