package dev.graft.loop;

import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;

/**
 * Makes Kafka clients, all with the house's settings: read_committed, acks=all, idempotent, no
 * auto-commit.
 *
 * @param properties passed on to every client, e.g. for TLS and SASL
 */
public record Clients(String bootstrapServers, Map<String, String> properties) {
  public Clients(String bootstrapServers) {
    this(bootstrapServers, Map.of());
  }

  public Admin admin() {
    return Admin.create(common());
  }

  Properties common() {
    var all = new Properties();
    all.putAll(properties);
    all.put("bootstrap.servers", bootstrapServers);
    return all;
  }
}
