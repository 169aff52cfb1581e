package dev.graft.inference.serve;

import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.bundle.BadBundleException;
import dev.graft.vision.bundle.Classifier;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A backbone without a network: an embedding is the first four bytes. Counts how many are in
 * memory.
 */
public final class TinyBackbone implements LoadedBackbone {

  public static final BackboneSpec SPEC = new BackboneSpec("tiny", "");
  static final BackboneSpec OTHER = new BackboneSpec("other", "");
  public static final String SPACE = "5".repeat(64);
  public static final int WIDTH = 4;

  private final AtomicInteger alive;
  private final String space;
  private final AtomicBoolean closed = new AtomicBoolean();

  TinyBackbone(AtomicInteger alive, String space) {
    this.alive = alive;
    this.space = space;
    alive.incrementAndGet();
  }

  @Override
  public Prepared prepare(byte[] encoded) {
    var values = new float[WIDTH];
    for (var at = 0; at < Math.min(WIDTH, encoded.length); at++) {
      values[at] = encoded[at] / 128f;
    }
    return new Prepared.Pixels(values);
  }

  @Override
  public float[][] embed(List<float[]> prepared) {
    if (closed.get()) {
      throw new IllegalStateException("used after it was closed");
    }
    return prepared.toArray(float[][]::new);
  }

  @Override
  public int batchSize() {
    return 4;
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
  public void close() {
    if (closed.getAndSet(true)) {
      throw new IllegalStateException("closed twice");
    }
    alive.decrementAndGet();
  }
}
