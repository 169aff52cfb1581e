package dev.graft.bench.trials;

import dev.graft.bench.swap.MadeHeads;
import dev.graft.bench.system.BenchSystem;
import dev.graft.deploy.home.Part;
import dev.graft.deploy.home.Port;
import dev.graft.deploy.home.RunFile;
import dev.graft.deploy.reach.Access;
import dev.graft.deploy.reach.Addresses;
import dev.graft.deploy.reach.Doors;
import dev.graft.loop.Clients;
import dev.graft.loop.Publisher;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * One system, and one kill after the other, each of a task of its own. Trainer and feature-service
 * are not there: what they would write is written by the benchmark, so that the labels of every
 * moment are known.
 */
final class TrialsRun {
  private static final Set<Part> ABSENT = Set.of(Part.FEATURE, Part.TRAINER);

  private final Options options;

  /**
   * @param rounds of every phase with every victim
   */
  record Options(int rounds, long seed, List<Phase> phases, List<Victim> victims) {}

  /**
   * What came of it.
   *
   * @param tasks that were checked once more at the end
   * @param states that the judge said in all
   * @param aborted states that a killed judge had begun to tell, and nobody ever saw
   * @param commands that were taken down
   * @param wrong of the checks at the end, as sentences
   */
  record Result(
      List<Felled> felled, int tasks, int states, int aborted, int commands, List<String> wrong) {
    /** Of the whole run. */
    List<String> allWrong() {
      var all = new ArrayList<String>();
      felled.forEach(each -> all.addAll(each.wrong()));
      all.addAll(wrong);
      return all;
    }
  }

  TrialsRun(Options options) {
    this.options = options;
  }

  Result run(String home) {
    try (var system = BenchSystem.start(home, Map.of(), false, ABSENT);
        var fleet = new Fleet(system);
        var doors = new Doors(addresses(system.runFile()));
        var publisher =
            Publisher.open(
                new Clients(system.runFile().kafka()), "bench", new SimpleMeterRegistry());
        var answers = new Answers(system.runFile().kafka());
        var seat = new JudgeSeat(system.runFile().kafka())) {
      var all = new Cells(system, fleet, doors, publisher, answers, seat);
      return all.run();
    }
  }

  /** Without a trainer, whose door nobody asks for. */
  private static Addresses addresses(RunFile run) {
    return new Addresses(
        run.kafka(),
        "127.0.0.1:" + run.port(Port.INGEST_HTTP),
        "127.0.0.1:" + run.port(Port.INGEST_GRPC),
        "",
        "127.0.0.1:" + run.port(Port.INFERENCE_HTTP),
        "127.0.0.1:" + run.port(Port.INFERENCE_GRPC),
        Access.PLAIN);
  }

  /** All kills, and the checks at the end. */
  private final class Cells {
    private final BenchSystem system;
    private final Fleet fleet;
    private final Doors doors;
    private final Publisher publisher;
    private final Answers answers;
    private final JudgeSeat seat;
    private final Map<String, List<Order.Answered>> ordered = new LinkedHashMap<>();

    Cells(
        BenchSystem system,
        Fleet fleet,
        Doors doors,
        Publisher publisher,
        Answers answers,
        JudgeSeat seat) {
      this.system = system;
      this.fleet = fleet;
      this.doors = doors;
      this.publisher = publisher;
      this.answers = answers;
      this.seat = seat;
    }

    Result run() {
      var felled = new ArrayList<Felled>();
      var random = new Random(options.seed());
      for (int round = 1; round <= options.rounds(); round++) {
        for (var phase : options.phases()) {
          for (var victim : options.victims()) {
            felled.add(cell(round, phase, victim, random.nextLong()));
            System.err.println("bench: " + felled.get(felled.size() - 1));
          }
        }
      }
      return checked(felled);
    }

    private Felled cell(int round, Phase phase, Victim victim, long seed) {
      var id =
          "trial-%d-%s-%s"
              .formatted(
                  round,
                  phase.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                  victim.name().toLowerCase(Locale.ROOT));
      var task = new TrialTask(id, fleet, answers, new Labels(id, publisher), seed);
      var heads =
          new MadeHeads(
              id, TrialTask.BACKBONE, TrialTask.CLASSES.size(), system.blobs(), publisher);
      var ascent = new Ascent(task, fleet, heads, publisher);
      ascent.to(phase, doors.ingest());
      var cell = new Cell(task, fleet, seat, ascent, system.runFile().kafka(), new Random(seed));
      var done = cell.kill(round, phase, victim);
      ordered.put(id, cell.orders());
      return done;
    }

    /** Every task once more, after all the kills that were not meant for it. */
    private Result checked(List<Felled> felled) {
      var kafka = system.runFile().kafka();
      var wrong = new ArrayList<String>();
      int states = 0;
      int commands = 0;
      for (var each : ordered.entrySet()) {
        var log = calm(each.getKey(), each.getValue());
        states += log.history().size();
        commands += log.commands().size();
        Check.of(log, each.getValue())
            .forEach(sentence -> wrong.add(each.getKey() + " at the end: " + sentence));
      }
      return new Result(
          List.copyOf(felled), ordered.size(), states, Aborted.states(kafka), commands, wrong);
    }

    /** The last order's flip may still be on its way to one of the replicas. */
    private TaskLog calm(String taskId, List<Order.Answered> orders) {
      var log = TaskLog.read(system.runFile().kafka(), taskId);
      for (int i = 0; i < 20 && !Check.of(log, orders).isEmpty(); i++) {
        Waiting.pause(Duration.ofMillis(500));
        log = TaskLog.read(system.runFile().kafka(), taskId);
      }
      return log;
    }
  }
}
