package dev.graft.trainer.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An example as it is held in memory: small, immutable, its vectors shared by everyone who reads.
 *
 * @param splitHash what decided the split; folds come from it too
 * @param embeddings at most one per space
 * @param sequence the change of the task's examples since which it teaches what it does
 * @param added the change by which it became an example; 0: not known
 * @param blobDigest sha256 of the encoded picture, in hex
 */
public record Row(
    String imageId,
    String className,
    boolean validation,
    long splitHash,
    List<Embedding> embeddings,
    long sequence,
    long added,
    String blobDigest) {

  /** One part of so many of the train split is no teacher of tails. */
  private static final int PARTS = 5;

  /**
   * A vector in a space; compared by digest.
   *
   * @param vector [width]; never written
   */
  public record Embedding(String space, String digest, float[] vector) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Embedding that
          && space.equals(that.space)
          && digest.equals(that.digest);
    }

    @Override
    public int hashCode() {
      return digest.hashCode();
    }
  }

  /**
   * Whether fine-tunes learn from it. The rest of the train split chooses between their epochs, and
   * is what a head on a fine-tuned tail can be judged by. Pictures of one group stay together;
   * other bits than the split's and those of the gate's folds.
   */
  public boolean teachesTails() {
    return !validation && Long.remainderUnsigned(splitHash >>> 16, PARTS) != 0;
  }

  /** With one more vector, in a space that it had none in. */
  public Row with(Embedding embedding) {
    List<Embedding> more = new ArrayList<>(embeddings);
    more.add(embedding);
    return new Row(
        imageId, className, validation, splitHash, List.copyOf(more), sequence, added, blobDigest);
  }

  public Optional<Embedding> in(String space) {
    for (Embedding embedding : embeddings) {
      if (embedding.space().equals(space)) {
        return Optional.of(embedding);
      }
    }
    return Optional.empty();
  }
}
