package dev.graft.feature.embed;

import dev.graft.events.Times;
import dev.graft.events.Vectors;
import dev.graft.feature.read.Input;
import dev.graft.feature.read.PictureRead;
import dev.graft.loop.Outgoing;
import dev.graft.loop.Received;
import dev.graft.topics.Topics;
import dev.graft.v1.Embedded;
import dev.graft.v1.ImageFact;
import dev.graft.v1.ImageStored;
import dev.graft.vision.backbone.Backbone;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One batch through the passes of all its spaces: what must follow, and which blobs were absent.
 */
record Batch(List<Outgoing> outgoing, List<Received<ImageFact>> absent) {

  static Batch run(List<Prepared> prepared, List<Backbone> backbones, Instant now) {
    var batch = new Batch(new ArrayList<>(), new ArrayList<>());
    var ready = new ArrayList<Prepared.Ready>();
    for (var one : prepared) {
      if (one instanceof Prepared.Ready seen) {
        ready.add(seen);
      } else if (one instanceof Prepared.NotSeen notSeen) {
        batch.note(notSeen);
      }
    }
    for (int b = 0; b < backbones.size() && !ready.isEmpty(); b++) {
      batch.embed(ready, b, backbones.get(b), now);
    }
    return batch;
  }

  private void note(Prepared.NotSeen notSeen) {
    if (notSeen.why() instanceof PictureRead.Absent) {
      absent.add(notSeen.record());
    } else if (notSeen.why() instanceof PictureRead.Unreadable bad) {
      outgoing.add(Outgoing.refuse(notSeen.record(), bad.fault(), bad.reason()));
    }
  }

  private void embed(List<Prepared.Ready> ready, int which, Backbone backbone, Instant now) {
    var taken = new ArrayList<Received<ImageFact>>();
    var numbers = new ArrayList<float[]>();
    for (var one : ready) {
      if (one.inputs().get(which) instanceof Input.Taken input) {
        taken.add(one.record());
        numbers.add(input.numbers());
      } else if (one.inputs().get(which) instanceof Input.Refused no) {
        outgoing.add(Outgoing.refuse(one.record(), no.fault(), no.reason()));
      }
    }
    float[][] vectors = backbone.embed(numbers);
    for (int i = 0; i < vectors.length; i++) { // [n, width]
      var image = taken.get(i).value().getStored();
      var embedded = embedded(image, backbone, vectors[i], now);
      outgoing.add(Outgoing.send(Topics.EMBEDDINGS, image.getImageId(), embedded));
    }
  }

  private static Embedded embedded(
      ImageStored image, Backbone backbone, float[] vector, Instant now) {
    return Embedded.newBuilder()
        .setImageId(image.getImageId())
        .setSpace(backbone.space().id())
        .setBackbone(backbone.spec().name())
        .setBlobDigest(image.getBlobDigest())
        .addAllVector(Vectors.toList(vector))
        .setVectorDigest(Vectors.digestOf(vector))
        .setEventTime(Times.of(now))
        .build();
  }
}
