package dev.graft.deploy.child;

import dev.graft.vision.backbone.VisionRuntime;

/** Loads PyTorch once, which unpacks its libraries. */
public final class UnpackMain {
  private UnpackMain() {}

  public static void main(String[] arguments) {
    System.exit(VisionRuntime.aliveArrays() >= 0 ? 0 : 1);
  }
}
