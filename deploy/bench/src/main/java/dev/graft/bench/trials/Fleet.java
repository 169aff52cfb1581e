package dev.graft.bench.trials;

import dev.graft.bench.system.BenchSystem;
import dev.graft.deploy.home.Part;
import dev.graft.deploy.home.Port;
import dev.graft.deploy.supervise.Replica;
import java.time.Duration;
import java.util.List;

/**
 * Two inference replicas. The first belongs to the supervisor, which starts it again at once when
 * it is killed, with its place in the judge's group; the second stays dead until it is {@link
 * #revive}d, so that the judge has to move.
 */
final class Fleet implements AutoCloseable {
  private static final String FIRST = Part.INFERENCE.title();
  private static final String SECOND = "inference-2";

  private final BenchSystem system;
  private final Door first;
  private volatile Replica secondReplica;
  private volatile Door second;
  private boolean secondKilled;

  Fleet(BenchSystem system) {
    this.system = system;
    this.first = new Door(FIRST, address(system.runFile().port(Port.INFERENCE_GRPC)));
    this.secondReplica = system.secondInference(SECOND);
    this.second = doorOf(secondReplica);
  }

  private static Door doorOf(Replica replica) {
    return new Door(SECOND, address(replica.port(Port.INFERENCE_GRPC)));
  }

  private static String address(int port) {
    return "127.0.0.1:" + port;
  }

  List<Door> doors() {
    return List.of(first, second);
  }

  /** The door of the replica that is not this one. */
  Door besides(String replica) {
    return replica.equals(FIRST) ? second : first;
  }

  String other(String replica) {
    return besides(replica).replica();
  }

  /** Kills a replica at once. */
  void kill(String replica) {
    if (replica.equals(FIRST)) {
      system.kill(Part.INFERENCE);
    } else {
      ProcessHandle.of(secondReplica.pid()).ifPresent(ProcessHandle::destroyForcibly);
      secondKilled = true;
    }
  }

  void killBroker() {
    system.kill(Part.BROKER);
  }

  /** Starts the second one again if it was killed, and returns when it is ready. */
  void revive() {
    if (secondKilled) {
      Waiting.until(
          "the killed replica is gone", Duration.ofMillis(20), () -> !secondReplica.alive());
      secondKilled = false;
      var fresh = system.secondInference(SECOND);
      var before = second;
      secondReplica = fresh;
      second = doorOf(fresh);
      before.close();
    }
  }

  @Override
  public void close() {
    first.close();
    second.close();
    secondReplica.close();
  }
}
