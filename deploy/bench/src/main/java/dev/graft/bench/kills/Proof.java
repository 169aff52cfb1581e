package dev.graft.bench.kills;

import com.fasterxml.jackson.databind.JsonNode;
import dev.graft.bench.load.Load;
import dev.graft.bench.system.BenchSystem;
import dev.graft.deploy.Failure;
import dev.graft.deploy.audit.Held;
import dev.graft.deploy.audit.Recomputed;
import dev.graft.deploy.audit.Replayed;
import dev.graft.deploy.reach.Http;
import dev.graft.deploy.supervise.Installation;
import dev.graft.deploy.supervise.Replaying;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * After the load: is everything that was said on the logs once, does the trainer hold what they
 * tell, does graft.examples tell the same, and is every version what its manifest says?
 */
final class Proof {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final BenchSystem system;
  private final String taskId;
  private final List<String> wrong = new ArrayList<>();

  /**
   * What was found.
   *
   * @param wrong sentences; none is what we want
   */
  record Findings(
      int images, int erased, int labelEvents, int examples, int versions, List<String> wrong) {}

  Proof(BenchSystem system, String taskId) {
    this.system = system;
    this.taskId = taskId;
  }

  Findings of(Load load) {
    String kafka = system.addresses().kafka();
    await("ingest took everything in", () -> taken(Recomputed.of(kafka), load));
    await("every example is embedded", () -> embedded(Recomputed.of(kafka)));
    await(
        "the trainer holds what the logs tell",
        () -> Recomputed.of(kafka).examples(taskId).equals(held()));
    var recomputed = Recomputed.of(kafka);
    once(recomputed.eventIds(taskId), load.events());
    var replayed = Replayed.of(kafka, taskId);
    check(
        replayed.examples().equals(recomputed.examples(taskId)),
        "graft.examples, replayed, tells other examples than the logs");
    for (int i = 0; i < replayed.sequences().size(); i++) {
      if (replayed.sequences().get(i) != i + 1) {
        wrong.add(
            "change " + (i + 1) + " on graft.examples has number " + replayed.sequences().get(i));
        break;
      }
    }
    int versions = rebuild();
    return new Findings(
        load.images().size(),
        recomputed.erased().size(),
        load.events().size(),
        recomputed.examples(taskId).size(),
        versions,
        List.copyOf(wrong));
  }

  private boolean taken(Recomputed recomputed, Load load) {
    return recomputed.images().containsAll(load.images())
        && new HashSet<>(recomputed.eventIds(taskId)).containsAll(load.events());
  }

  private boolean embedded(Recomputed recomputed) {
    return recomputed.examples(taskId).values().stream()
        .noneMatch(example -> example.embeddings().isEmpty());
  }

  private void once(List<String> onTheLog, List<String> said) {
    var log = onTheLog.stream().sorted().toList();
    check(
        log.equals(said.stream().sorted().toList()),
        "graft.labels has " + log.size() + " events, " + said.size() + " were said once each");
  }

  private int rebuild() {
    System.err.println("bench: rebuilding every version");
    var rebuilt =
        Replaying.rebuild(
            Installation.ofThisProcess(),
            system.home().run("trainer.properties"),
            taskId,
            List.of());
    for (var each : rebuilt) {
      check(
          each.result() == Replaying.Result.SAME,
          "version %d %s: %s".formatted(each.version(), each.result(), each.said()));
    }
    for (int i = 0; i < rebuilt.size(); i++) {
      check(rebuilt.get(i).version() == i + 1, "version " + (i + 1) + " was never announced");
    }
    check(!rebuilt.isEmpty(), "no version was published");
    return rebuilt.size();
  }

  private Map<String, Held> held() {
    var url = "http://%s/v1/tasks/%s/examples".formatted(system.addresses().trainerHttp(), taskId);
    var held = new TreeMap<String, Held>();
    for (var example : new Http().get(url).path("examples")) {
      var one =
          new Held(
              example.path("class").asText(), example.path("split").asText(), embeddings(example));
      held.put(example.path("image").asText(), one);
    }
    return held;
  }

  private static List<String> embeddings(JsonNode example) {
    var all = new ArrayList<String>();
    example
        .path("embeddings")
        .fields()
        .forEachRemaining(vector -> all.add(vector.getKey() + " " + vector.getValue().asText()));
    return all;
  }

  private void check(boolean holds, String otherwise) {
    if (!holds) {
      wrong.add(otherwise);
    }
  }

  private void await(String what, BooleanSupplier condition) {
    var deadline = Instant.now().plus(PATIENCE);
    System.err.println("bench: waiting until " + what);
    while (!holds(condition)) {
      if (Instant.now().isAfter(deadline)) {
        wrong.add("not within " + PATIENCE.toSeconds() + " s: " + what);
        return;
      }
      try {
        TimeUnit.MILLISECONDS.sleep(500);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Failure("interrupted", e);
      }
    }
  }

  /** A service that does not answer yet is one more reason to wait. */
  private static boolean holds(BooleanSupplier condition) {
    try {
      return condition.getAsBoolean();
    } catch (Failure notYet) {
      return false;
    }
  }
}
