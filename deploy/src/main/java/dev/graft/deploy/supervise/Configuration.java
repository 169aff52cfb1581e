package dev.graft.deploy.supervise;

import dev.graft.deploy.home.Part;
import dev.graft.deploy.home.Port;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The settings that each part is started with; against other brokers and stores the same keys are
 * used.
 */
final class Configuration {
  /**
   * Only this machine reaches the store, and whoever reads the files of this user reads its data
   * anyway.
   */
  static final String KEY = "graft-local";

  private Configuration() {}

  static Map<String, String> inner(Plan plan, Part part) {
    var port = part == Part.BROKER ? Port.KAFKA : Port.S3;
    return Map.of(
        "graft.port", String.valueOf(plan.port(port)),
        "graft.data", plan.home().data(part.title()).toString(),
        "graft.key", KEY,
        "graft.ready", readyMark(plan, part).toString());
  }

  /**
   * A file that the broker and the store leave when they are ready; services answer over HTTP
   * instead.
   */
  static java.nio.file.Path readyMark(Plan plan, Part part) {
    return plan.home().run(part.title() + ".ready");
  }

  static Map<String, String> service(Plan plan, Part part) {
    var settings = new LinkedHashMap<String, String>();
    settings.put("graft.supervised", "true");
    settings.put(Plan.BOOTSTRAP, plan.kafka());
    settings.put(Plan.ENDPOINT, plan.store());
    settings.put(Plan.BUCKET, plan.bucket());
    if (!plan.extra().containsKey(Plan.ENDPOINT)) {
      settings.put("graft.store.access-key", KEY);
      settings.put("graft.store.secret-key", KEY);
    }
    if (!plan.extra().containsKey(Plan.BOOTSTRAP)) {
      settings.put("graft.kafka.replication-factor", "1");
    }
    settings.put("graft.instance.id", part.title());
    settings.put("graft.instance.state-dir", plan.home().data(part.title()).toString());
    settings.put("micronaut.server.host", "127.0.0.1");
    settings.put("micronaut.server.port", String.valueOf(plan.port(http(part))));
    grpc(part).ifPresent(port -> settings.put("graft.grpc.port", String.valueOf(plan.port(port))));
    return settings;
  }

  static Port http(Part part) {
    return switch (part) {
      case INGEST -> Port.INGEST_HTTP;
      case FEATURE -> Port.FEATURE_HTTP;
      case TRAINER -> Port.TRAINER_HTTP;
      case INFERENCE -> Port.INFERENCE_HTTP;
      case BROKER, STORE -> throw new IllegalArgumentException(part + " speaks no HTTP of ours");
    };
  }

  private static java.util.Optional<Port> grpc(Part part) {
    return switch (part) {
      case INGEST -> java.util.Optional.of(Port.INGEST_GRPC);
      case INFERENCE -> java.util.Optional.of(Port.INFERENCE_GRPC);
      default -> java.util.Optional.empty();
    };
  }
}
