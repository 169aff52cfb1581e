package dev.graft.feature.space;

import dev.graft.blobs.BlobAbsentException;
import dev.graft.blobs.BlobStore;
import dev.graft.topics.Keys;
import dev.graft.vision.backbone.WeightsSource;
import java.io.IOException;
import java.io.InputStream;

/** Weights by digest, streamed from the blob store. */
record StoredWeights(BlobStore blobs) implements WeightsSource {
  @Override
  public InputStream open(String digest) throws IOException {
    try {
      return blobs.open(Keys.blob(digest));
    } catch (BlobAbsentException gone) {
      throw new IOException("the weights " + digest + " vanished from the store", gone);
    }
  }
}
