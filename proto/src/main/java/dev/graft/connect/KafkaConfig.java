package dev.graft.connect;

import dev.graft.loop.Clients;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.bind.annotation.Bindable;
import io.micronaut.core.convert.format.MapFormat;
import io.micronaut.core.naming.conventions.StringConvention;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where Kafka is.
 *
 * @param bootstrapServers host:port,...
 * @param replicationFactor of the topics that we create
 * @param properties passed on to every client as they are, e.g. {@code security.protocol}
 * @param clientFile a Java properties file of more of them, e.g. {@code sasl.jaas.config}
 */
@ConfigurationProperties("graft.kafka")
public record KafkaConfig(
    @NotBlank @Bindable(defaultValue = "localhost:9092") String bootstrapServers,
    @Min(1) @Bindable(defaultValue = "1") int replicationFactor,
    @MapFormat(transformation = MapFormat.MapTransformation.FLAT, keyFormat = StringConvention.RAW)
        @Nullable
        Map<String, String> properties,
    @Nullable Path clientFile) {

  /**
   * Reads the file.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public Clients clients() {
    var given = properties == null ? Map.<String, String>of() : properties;
    return new Clients(bootstrapServers, ClientProperties.merged(given, clientFile));
  }

  @Override
  public String toString() {
    return "KafkaConfig[" + bootstrapServers + "]"; // the properties may hold passwords
  }
}
