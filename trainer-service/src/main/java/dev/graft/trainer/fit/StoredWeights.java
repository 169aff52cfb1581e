package dev.graft.trainer.fit;

import dev.graft.blobs.BlobAbsentException;
import dev.graft.blobs.BlobStore;
import dev.graft.topics.Keys;
import dev.graft.vision.backbone.WeightsSource;
import java.io.IOException;
import java.io.InputStream;

/** Published weights, out of the object store by digest. */
public record StoredWeights(BlobStore blobs) implements WeightsSource {
  @Override
  public InputStream open(String digest) throws IOException {
    try {
      return blobs.open(Keys.blob(digest));
    } catch (BlobAbsentException e) {
      throw new IOException("the weights " + digest + " are not in the store", e);
    }
  }
}
