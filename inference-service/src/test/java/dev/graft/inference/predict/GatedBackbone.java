package dev.graft.inference.predict;

import dev.graft.inference.serve.InputShape;
import dev.graft.inference.serve.LoadedBackbone;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.bundle.BadBundleException;
import dev.graft.vision.bundle.Classifier;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A backbone without a network: an embedding is the first four bytes, a picture that begins with
 * {@link #UNREADABLE} is none, and each picture needs a permit.
 */
public final class GatedBackbone implements LoadedBackbone {
  static final BackboneSpec SPEC = new BackboneSpec("gated", "");
  public static final String SPACE = "7".repeat(64);
  public static final int WIDTH = 4;
  public static final byte UNREADABLE = 100;

  static final BackboneSpec OTHER_SPEC = new BackboneSpec("other", "");
  static final String OTHER_SPACE = "8".repeat(64);

  public final Semaphore permits = new Semaphore(1_000_000);
  public final AtomicInteger embedded = new AtomicInteger();
  public final AtomicInteger waiting = new AtomicInteger();
  volatile boolean broken;
  private final String space;

  GatedBackbone(String space) {
    this.space = space;
  }

  @Override
  public Prepared prepare(byte[] encoded) {
    if (encoded[0] == UNREADABLE) {
      return new Prepared.Unreadable("no picture");
    }
    var values = new float[WIDTH];
    for (var at = 0; at < Math.min(WIDTH, encoded.length); at++) {
      values[at] = encoded[at];
    }
    return new Prepared.Pixels(values);
  }

  @Override
  public float[][] embed(List<float[]> prepared) {
    waiting.incrementAndGet();
    permits.acquireUninterruptibly();
    waiting.decrementAndGet();
    if (broken) {
      throw new IllegalStateException("the device is gone");
    }
    embedded.addAndGet(prepared.size());
    return prepared.toArray(float[][]::new);
  }

  @Override
  public int batchSize() {
    return 1;
  }

  @Override
  public String space() {
    return space;
  }

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public InputShape input() {
    return new InputShape(1, 2, false);
  }

  @Override
  public void verify(Classifier classifier) throws BadBundleException {
    classifier.verify(null);
  }

  @Override
  public void close() {}
}
