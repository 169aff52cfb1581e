package dev.graft.trainer;

import dev.graft.blobs.BlobStores;
import dev.graft.connect.KafkaConfig;
import dev.graft.connect.StoreConfig;
import dev.graft.loop.TopicId;
import dev.graft.topics.Topics;
import dev.graft.trainer.publish.BundlePublisher;
import dev.graft.trainer.replay.Logs;
import dev.graft.trainer.replay.Outcome;
import dev.graft.trainer.replay.Replay;
import dev.graft.v1.ModelPublished;
import io.micronaut.context.ApplicationContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Rebuilds versions of a task from their manifests, in a process of its own that is configured as
 * the service is, and starts nothing of it.
 *
 * <p>Arguments: the task, then version numbers; none means all that stand on graft.models. Prints a
 * line for each: {@code VERSION same HEAD-DIGEST EXAMPLES}, {@code VERSION differs WHY} or {@code
 * VERSION refused WHY}. Exits with 0 if all came out the same, 3 if one differs, 4 if one was
 * refused, 1 if broker or store are out of reach.
 */
public final class ReplayMain {
  private static final int DIFFERS = 3;
  private static final int REFUSED = 4;

  private ReplayMain() {}

  public static void main(String[] args) throws Exception {
    int worst = 0;
    try (var context = ApplicationContext.builder().environments(Wiring.REPLAY).start()) {
      var kafka = context.getBean(KafkaConfig.class).clients();
      var store = new BundlePublisher(BlobStores.s3(context.getBean(StoreConfig.class).address()));
      var logs = new Logs(kafka);
      var replay =
          new Replay(store, new TopicId(Topics.EXAMPLES, kafka).get(), logs.history(args[0]));
      for (ModelPublished version : asked(logs.versions(args[0]), args)) {
        worst = Math.max(worst, say(version.getVersion(), replay.of(version)));
      }
    }
    System.exit(worst);
  }

  private static List<ModelPublished> asked(List<ModelPublished> versions, String[] args) {
    if (args.length == 1) {
      return versions;
    }
    List<ModelPublished> asked = new ArrayList<>();
    for (int i = 1; i < args.length; i++) {
      long number = Long.parseLong(args[i]);
      asked.add(
          versions.stream()
              .filter(version -> version.getVersion() == number)
              .findFirst()
              .orElseThrow(
                  () -> new IllegalArgumentException("no version " + number + " was published")));
    }
    return asked;
  }

  private static int say(long version, Outcome outcome) {
    if (outcome instanceof Outcome.Same same) {
      System.out.println(version + " same " + same.head() + " " + same.examples());
      return 0;
    }
    if (outcome instanceof Outcome.Differs differs) {
      System.out.println(version + " differs " + differs.why());
      return DIFFERS;
    }
    System.out.println(version + " refused " + ((Outcome.Refused) outcome).why());
    return REFUSED;
  }
}
