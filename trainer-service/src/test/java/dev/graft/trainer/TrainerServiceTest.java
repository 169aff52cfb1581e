package dev.graft.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.embedded.TestBed;
import dev.graft.loop.Register;
import dev.graft.topics.Keys;
import dev.graft.topics.Topics;
import dev.graft.trainer.publish.BundlePublisher;
import dev.graft.v1.ModelPublished;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.bundle.Bundle;
import dev.graft.vision.bundle.BundleFormat;
import dev.graft.vision.bundle.Classifier;
import io.micronaut.context.ApplicationContext;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.client.HttpClient;
import io.micronaut.http.client.exceptions.HttpClientResponseException;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The whole service against a real broker and a real S3 server. */
class TrainerServiceTest {
  private final ServiceRig rig = new ServiceRig("service-pets");

  @Test
  void labelsBecomeVersionsAndARestartForgetsNothing() throws Exception {
    try (var models = Register.of(Topics.MODELS, TestBed.clients()).start()) {
      ModelPublished last;
      long sequence;
      try (var trainer = rig.start()) {
        rig.createTask();
        for (int i = 0; i < 40; i++) {
          rig.example(i);
        }
        last = rig.await(models, 1, 40);
        sequence = ((Number) held(trainer).get("sequence")).longValue();
        assertTrue(status(trainer).contains("lastVersion=" + last.getVersion()));
        var store = new BundlePublisher(TestBed.blobs(ServiceRig.BUCKET));
        var bundle = BundleFormat.unpack(last.getBundleDigest(), store);
        float[] answer = new Classifier(bundle).probabilities(ServiceRig.vector(1000));
        assertTrue(answer[0] > 0.5, "a cat is a cat");
        assertCarriesAPictureProbe(bundle);
        assertSaysWhyValidationIsAsItIs(trainer, last.getVersion());
      }
      try (var trainer = rig.start()) {
        assertEquals(40, ((List<?>) held(trainer).get("examples")).size());
        rig.example(40);
        ModelPublished next = rig.await(models, last.getVersion() + 1, 41);
        assertTrue(next.getDataset().getSequence() > sequence, "numbers go on where they were");
        assertEquals(last.getVersion(), next.getParentVersion());
        assertEquals(41, ((List<?>) held(trainer).get("examples")).size());
      }
    }
  }

  /** The way an inference replica proves a version. */
  private static void assertCarriesAPictureProbe(Bundle bundle) throws Exception {
    assertTrue(bundle.probes().picture().isPresent());
    var blobs = TestBed.blobs(ServiceRig.BUCKET);
    try (var backbone =
        Backbone.load(ServiceRig.BACKBONE, digest -> blobs.open(Keys.blob(digest)), Device.CPU)) {
      new Classifier(bundle).verify(backbone);
    }
    assertEquals(0, VisionRuntime.aliveArrays(), "the trainer keeps no network");
  }

  /** Nobody has put pictures into the store, so the network can't be looked at. */
  private void assertSaysWhyValidationIsAsItIs(ApplicationContext trainer, long version) {
    var diagnosis = get(trainer, "/v1/tasks/" + rig.task + "/diagnosis?pictures=20");
    assertEquals(version, ((Number) diagnosis.get("version")).longValue());
    var finding = (Map<?, ?>) ((List<?>) diagnosis.get("findings")).get(0);
    assertEquals(Set.of("name", "why", "advice"), finding.keySet());
    assertEquals(
        List.of("no picture was looked at: the store has 0 of the train pictures, and it takes 10"),
        diagnosis.get("remarks"));
    var nobodys =
        assertThrows(
            HttpClientResponseException.class, () -> get(trainer, "/v1/tasks/nobodys/diagnosis"));
    assertEquals(HttpStatus.NOT_FOUND, nobodys.getStatus());
  }

  private Map<?, ?> held(ApplicationContext trainer) {
    return get(trainer, "/v1/tasks/" + rig.task + "/examples");
  }

  private static String status(ApplicationContext trainer) {
    return get(trainer, "/v1/status").toString();
  }

  private static Map<?, ?> get(ApplicationContext trainer, String path) {
    var url = trainer.getBean(EmbeddedServer.class).getURL();
    try (var client = trainer.createBean(HttpClient.class, url)) {
      return client.toBlocking().retrieve(path, Map.class);
    }
  }
}
