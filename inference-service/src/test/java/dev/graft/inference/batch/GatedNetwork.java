package dev.graft.inference.batch;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A network whose forward passes wait at a gate; an embedding is the picture's first byte. */
final class GatedNetwork implements Network {

  static final int UNREADABLE = 100;
  static final int BREAKS = 101;

  private final int batchSize;
  private final CountDownLatch gate = new CountDownLatch(1);
  private final CountDownLatch reached = new CountDownLatch(1);
  private final AtomicInteger prepared = new AtomicInteger();
  private final List<Integer> batches = new CopyOnWriteArrayList<>();

  GatedNetwork(int batchSize) {
    this.batchSize = batchSize;
  }

  void open() {
    gate.countDown();
  }

  /** Returns when a forward pass waits at the gate. */
  void awaitPass() {
    EmbedderRig.await(reached);
  }

  /** Sizes of the forward passes that went through. */
  List<Integer> batches() {
    return List.copyOf(batches);
  }

  int prepared() {
    return prepared.get();
  }

  @Override
  public Prepared prepare(byte[] encoded) {
    prepared.incrementAndGet();
    return encoded[0] == UNREADABLE
        ? new Prepared.Unreadable("no picture")
        : new Prepared.Pixels(new float[] {encoded[0]});
  }

  @Override
  public float[][] embed(List<float[]> pixels) {
    reached.countDown();
    EmbedderRig.await(gate);
    batches.add(pixels.size());
    if (pixels.get(0)[0] == BREAKS) {
      throw new IllegalStateException("the device is gone");
    }
    return pixels.toArray(float[][]::new);
  }

  @Override
  public int batchSize() {
    return batchSize;
  }
}
