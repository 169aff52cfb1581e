package dev.graft.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.blobs.BlobStore;
import dev.graft.embedded.TestBed;
import dev.graft.loop.LoopHealth;
import dev.graft.loop.Monitored;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import io.micronaut.health.HealthStatus;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Configuration and health, in a real context. */
class ServiceWiringTest {
  @Test
  void hasADefaultForEveryKey() {
    try (var context = with(Map.of())) {
      assertEquals("localhost:9092", context.getBean(KafkaConfig.class).bootstrapServers());
      assertEquals(1, context.getBean(KafkaConfig.class).replicationFactor());
      assertEquals("graft", context.getBean(StoreConfig.class).bucket());
      assertFalse(context.getBean(InstanceConfig.class).id().isBlank());
      assertEquals(new GrpcConfig("", 0), context.getBean(GrpcConfig.class));
      assertFalse(context.getBean(ProcessConfig.class).supervised());
    }
  }

  @Test
  void takesItsConfigurationAndHandsClientPropertiesOn() {
    var given =
        Map.<String, Object>of(
            "graft.kafka.bootstrap-servers", "broker:1234",
            "graft.kafka.properties.security.protocol", "SSL",
            "graft.store.readable-buckets", "a,b",
            "graft.instance.id", "feature-7",
            "graft.supervised", "true");
    try (var context = with(given)) {
      var clients = context.getBean(KafkaConfig.class).clients();
      assertEquals("broker:1234", clients.bootstrapServers());
      assertEquals(Map.of("security.protocol", "SSL"), clients.properties());
      assertEquals(
          Set.of("a", "b"), context.getBean(StoreConfig.class).address().readableBuckets());
      assertEquals("feature-7", context.getBean(InstanceConfig.class).id());
      assertTrue(context.getBean(ProcessConfig.class).supervised());
      UnknownKeys.refuse(context);
    }
  }

  @Test
  void refusesAKeyThatNobodyDeclaresAndNamesTheNearest() {
    try (var context = with(Map.of("graft.kafka.boostrap-servers", "x"))) {
      var refusal = assertThrows(IllegalArgumentException.class, () -> UnknownKeys.refuse(context));
      assertTrue(
          refusal.getMessage().contains("graft.kafka.boostrap-servers")
              && refusal.getMessage().contains("Did you mean graft.kafka.bootstrap-servers?"),
          refusal.getMessage());
    }
  }

  @Test
  void refusesAnUnknownVariableOfTheEnvironmentAndTakesTheKnown() {
    var known =
        environment(
            Map.of("GRAFT_KAFKA_BOOTSTRAP_SERVERS", "x:1", "GRAFT_HOME", "/srv", "PATH", "/bin"));
    try (var context = ApplicationContext.builder().propertySources(known).start()) {
      UnknownKeys.refuse(context);
      assertEquals("x:1", context.getBean(KafkaConfig.class).bootstrapServers());
    }
    var unknown = environment(Map.of("GRAFT_STORE_BUKKET", "x"));
    try (var context = ApplicationContext.builder().propertySources(unknown).start()) {
      var refusal = assertThrows(IllegalArgumentException.class, () -> UnknownKeys.refuse(context));
      assertTrue(
          refusal.getMessage().contains("Did you mean graft.store.bucket?"), refusal.getMessage());
    }
  }

  @Test
  void refusesValuesThatCanNotWork() {
    try (var context = with(Map.of("graft.kafka.replication-factor", "0"))) {
      assertThrows(RuntimeException.class, () -> context.getBean(KafkaConfig.class));
    }
  }

  @Test
  void isReadyWhenBrokerAndStoreAre() {
    var given =
        Map.<String, Object>of(
            "graft.kafka.bootstrap-servers", TestBed.bootstrapServers(),
            "graft.store.endpoint", TestBed.storeEndpoint(),
            "graft.store.bucket", "wiring");
    try (var context = with(given)) {
      assertEquals(HealthStatus.UP, ready(context).getStatus());
      context.getBean(BlobStore.class).put("x", new byte[0]);
    }
  }

  @Test
  void isAliveButNotReadyWhenTheStoreIsGoneAndSaysSo() {
    var given =
        Map.<String, Object>of(
            "graft.kafka.bootstrap-servers",
            TestBed.bootstrapServers(),
            "graft.store.endpoint",
            "http://127.0.0.1:1");
    try (var context = with(given)) {
      var ready = ready(context);
      assertEquals(HealthStatus.DOWN, ready.getStatus());
      assertTrue(
          ready.getDetails().toString().contains("127.0.0.1:1"), ready.getDetails().toString());
      var alive = Mono.from(context.getBean(Vitals.Alive.class).getResult()).block();
      assertEquals(HealthStatus.UP, alive.getStatus());
    }
  }

  @Test
  void endsWhenAPartHasDiedButNotWhileOneWaits() {
    ServiceProcess.refuseTheDead(List.of(part(true)));
    var end =
        assertThrows(
            IllegalStateException.class,
            () -> ServiceProcess.refuseTheDead(List.of(part(true), part(false))));
    assertEquals("loop x: out of memory", end.getMessage());
  }

  @Test
  void neverPrintsWhatIsHandedOnToClients() {
    var kafka = new KafkaConfig("broker:1", 1, Map.of("sasl.jaas.config", "hush"), null);
    assertFalse(kafka.toString().contains("hush"));
    assertFalse(kafka.clients().toString().contains("hush"));
  }

  private static Monitored part(boolean alive) {
    return new Monitored() {
      @Override
      public String name() {
        return "loop x";
      }

      @Override
      public LoopHealth health() {
        return new LoopHealth(alive, false, "out of memory");
      }
    };
  }

  private static io.micronaut.management.health.indicator.HealthResult ready(
      ApplicationContext context) {
    return Mono.from(context.getBean(Vitals.Ready.class).getResult()).block();
  }

  private static ApplicationContext with(Map<String, Object> given) {
    return ApplicationContext.builder().propertySources(PropertySource.of("given", given)).start();
  }

  private static PropertySource environment(Map<String, Object> variables) {
    return PropertySource.of(
        "environment", variables, PropertySource.PropertyConvention.ENVIRONMENT_VARIABLE);
  }
}
