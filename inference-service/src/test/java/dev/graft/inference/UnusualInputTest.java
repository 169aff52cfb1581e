package dev.graft.inference;

import static dev.graft.inference.SharedService.PICTURE;
import static dev.graft.inference.SharedService.picture;
import static dev.graft.inference.SharedService.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import dev.graft.events.Vectors;
import dev.graft.inference.serve.RandomMini;
import dev.graft.inference.serve.TestPictures;
import dev.graft.topics.Keys;
import dev.graft.topics.Topics;
import dev.graft.v1.EmbedRequest;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.Device;
import dev.graft.vision.backbone.Tap;
import dev.graft.vision.picture.Decoded;
import dev.graft.vision.picture.PictureDecoder;
import dev.graft.vision.picture.PictureLimits;
import io.grpc.Status.Code;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pictures are seen as the task's backbone wants them, also while answering. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class UnusualInputTest {

  @RegisterExtension static final SharedService service = new SharedService();

  @Test
  void aVersionOfAnUnusualInputSeesPicturesAsThoseThatEmbedThemDo() throws Exception {
    var unusual =
        new BackboneSpec(
            service.spec().name(),
            service.spec().weightsDigest(),
            BackboneSpec.parse(
                    "{\"input\":{\"gray\":true,\"channels\":1,\"size\":96,\"pad\":{},\"clahe\":{}}}")
                .input(),
            List.of(
                new Tap("layer2", Tap.Pooling.MEAN_AND_MAX),
                new Tap(Tap.EMBEDDING, Tap.Pooling.MEAN)));
    int width = 2 * 96 + RandomMini.width();
    var own = service.bundles(unusual, width);
    var task = service.tasks().create("unusual");
    var ref = own.store(1);
    service.publisher().send(Topics.MODELS, Keys.model(task, 1), own.published(task, ref)).join();
    service.running().awaitServing(task, 1);
    assertEquals("bee", service.predict(task).getClassName());
    var embedded =
        service.client().embed(EmbedRequest.newBuilder().setTaskId(task).setImage(PICTURE).build());
    assertEquals(Backbone.spaceOf(unusual).id(), embedded.getSpace());
    var seen =
        (Decoded.Readable) new PictureDecoder(PictureLimits.DEFAULT).decode(PICTURE.toByteArray());
    try (var backbone =
        Backbone.load(unusual, digest -> service.blobs().open(Keys.blob(digest)), Device.CPU)) {
      float[] expected = backbone.embedPictures(List.of(seen.picture()))[0];
      assertEquals(width, expected.length);
      assertArrayEquals(expected, Vectors.toArray(embedded.getVectorList()), 1e-4f);
    }
    var small =
        picture(task).toBuilder().setImage(ByteString.copyFrom(TestPictures.png(20, 15))).build();
    refused(Code.INVALID_ARGUMENT, "at least 16", () -> service.client().predict(small));
  }
}
