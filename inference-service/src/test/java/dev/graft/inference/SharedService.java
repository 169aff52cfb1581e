package dev.graft.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.graft.blobs.BlobStore;
import dev.graft.embedded.TestBed;
import dev.graft.inference.serve.RandomMini;
import dev.graft.inference.serve.TestBundles;
import dev.graft.inference.serve.TestPictures;
import dev.graft.loop.Publisher;
import dev.graft.v1.PredictRequest;
import dev.graft.v1.PredictResponse;
import dev.graft.v1.PredictionServiceGrpc.PredictionServiceBlockingStub;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Optional;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The whole service against a real broker and a real S3 server, asked by a real client. One for all
 * classes that ask for it, started for the first of them and closed after the last test; each test
 * has tasks of its own.
 */
final class SharedService implements BeforeAllCallback {

  static final ByteString PICTURE = ByteString.copyFrom(TestPictures.png());

  private Started started;

  private record Started(
      BlobStore blobs,
      BackboneSpec spec,
      TestBundles bundles,
      Publisher publisher,
      RunningService service)
      implements AutoCloseable {

    static Started now() {
      var blobs = TestBed.blobs(RunningService.BUCKET);
      var spec = RandomMini.store(blobs);
      return new Started(
          blobs,
          spec,
          SharedService.bundles(blobs, spec, RandomMini.width()),
          Publisher.open(TestBed.clients(), "test", new SimpleMeterRegistry()),
          RunningService.start());
    }

    @Override
    public void close() {
      service.close();
      publisher.close();
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    started =
        context
            .getRoot()
            .getStore(Namespace.create(SharedService.class))
            .getOrComputeIfAbsent("started", key -> Started.now(), Started.class);
  }

  private static TestBundles bundles(BlobStore blobs, BackboneSpec spec, int width) {
    var probe = Optional.of(RandomMini.probe(spec, blobs));
    return new TestBundles(blobs, spec, Backbone.spaceOf(spec).id(), width, probe);
  }

  /** Of a backbone of the test's own, with the shared weights. */
  TestBundles bundles(BackboneSpec spec, int width) {
    return bundles(blobs(), spec, width);
  }

  TestBundles bundles() {
    return started.bundles();
  }

  BlobStore blobs() {
    return started.blobs();
  }

  /** What the versions are fitted on. */
  BackboneSpec spec() {
    return started.spec();
  }

  /** Of the embeddings that they are fitted on. */
  String space() {
    return Backbone.spaceOf(spec()).id();
  }

  Publisher publisher() {
    return started.publisher();
  }

  TestTasks tasks() {
    return new TestTasks(started.service(), started.publisher(), started.bundles());
  }

  RunningService running() {
    return started.service();
  }

  PredictionServiceBlockingStub client() {
    return started.service().client();
  }

  PredictResponse predict(String task) {
    return client().predict(picture(task));
  }

  static PredictRequest picture(String task) {
    return PredictRequest.newBuilder().setTaskId(task).setImage(PICTURE).build();
  }

  static StatusRuntimeException refused(Code code, String why, Runnable call) {
    var refusal = assertThrows(StatusRuntimeException.class, call::run);
    var status = refusal.getStatus();
    assertEquals(code, status.getCode(), status.toString());
    assertTrue(String.valueOf(status.getDescription()).contains(why), status.toString());
    return refusal;
  }
}
