package dev.graft.vision.backbone;

/**
 * The later stages of a network that a task has fine-tuned and owns, by name. Their weights and
 * statistics lie in a safetensors file of their own, under the network's names.
 *
 * @param cut first stage of the tail
 * @param digest sha256 of the file, in hex
 * @param bytes length of the file
 * @param batchNorm what of BatchNorm learned in it, such as "trained"; empty where that is not said
 */
public record Tail(String cut, String digest, long bytes, String batchNorm) {

  /** The name of a file that {@link TailWeights#file} has made. */
  public static Tail of(String cut, byte[] file) {
    return new Tail(cut, Spaces.hex(Spaces.sha256().digest(file)), file.length, "");
  }

  /** The same weights, with what of BatchNorm learned in them. */
  public Tail learnedWith(String mode) {
    return new Tail(cut, digest, bytes, mode);
  }
}
