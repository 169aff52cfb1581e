package dev.graft.deploy.supervise;

import dev.graft.deploy.home.Home;
import dev.graft.deploy.home.Part;
import dev.graft.deploy.home.Port;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What is to run where.
 *
 * @param ports a number for each port, also for those of parts that don't run
 * @param extra configuration that every service gets besides ours; where it names a broker or a
 *     store, ours is not started
 * @param fixedHeaps each process takes the whole of its heap at its start, so that what grows later
 *     is no heap; for measurements
 * @param without parts that are not started, though nobody else stands in for them; for
 *     measurements
 */
public record Plan(
    Installation installation,
    Home home,
    Map<Port, Integer> ports,
    Map<String, String> extra,
    boolean fixedHeaps,
    Set<Part> without) {
  public static final String BOOTSTRAP = "graft.kafka.bootstrap-servers";
  public static final String ENDPOINT = "graft.store.endpoint";
  public static final String BUCKET = "graft.store.bucket";

  /** Everything, with heaps that grow as they are needed. */
  public Plan(
      Installation installation, Home home, Map<Port, Integer> ports, Map<String, String> extra) {
    this(installation, home, ports, extra, false, Set.of());
  }

  /** In the order in which they start. */
  public List<Part> parts() {
    return Arrays.stream(Part.values()).filter(this::ours).toList();
  }

  public List<Port> listening() {
    return Arrays.stream(Port.values()).filter(port -> ours(port.part())).toList();
  }

  private boolean ours(Part part) {
    return !without.contains(part) && wanted(part);
  }

  private boolean wanted(Part part) {
    return switch (part) {
      case BROKER -> !extra.containsKey(BOOTSTRAP);
      case STORE -> !extra.containsKey(ENDPOINT);
      default -> true;
    };
  }

  String kafka() {
    return extra.getOrDefault(BOOTSTRAP, "127.0.0.1:" + port(Port.KAFKA));
  }

  String store() {
    return extra.getOrDefault(ENDPOINT, "http://127.0.0.1:" + port(Port.S3));
  }

  /** What each service gets of it: all but what is for clients alone. */
  Map<String, String> forServices() {
    return chosen(key -> !key.startsWith("graft.client."));
  }

  /** What clients of this system need of it. */
  Map<String, String> forClients() {
    return chosen(
        key ->
            key.startsWith("graft.client.")
                || key.startsWith("graft.kafka.properties.")
                || key.equals("graft.kafka.client-file")
                || key.startsWith("graft.grpc.tls.")
                || key.startsWith("graft.http.tls."));
  }

  private Map<String, String> chosen(Predicate<String> wanted) {
    var chosen = new TreeMap<>(extra);
    chosen.keySet().removeIf(wanted.negate());
    return chosen;
  }

  String bucket() {
    return extra.getOrDefault(BUCKET, "graft");
  }

  int port(Port port) {
    return ports.getOrDefault(port, port.usual());
  }
}
