package dev.graft.vision.backbone;

/**
 * Where a network runs.
 *
 * @param gpu index of the CUDA device, -1 for the processor
 */
public record Device(int gpu) {
  public static final Device CPU = new Device(-1);

  ai.djl.Device djl() {
    return gpu < 0 ? ai.djl.Device.cpu() : ai.djl.Device.gpu(gpu);
  }

  @Override
  public String toString() {
    return gpu < 0 ? "cpu" : "cuda:" + gpu;
  }
}
