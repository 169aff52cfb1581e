package dev.graft.vision.backbone;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;

/** The pretrained weights that a spec means: those of its digest, or those that ship. */
final class PretrainedWeights {
  private PretrainedWeights() {}

  /** Fills a network of that architecture without a classifier, and checks the digest. */
  static void fill(Network network, NDManager owner, BackboneSpec spec, WeightsSource weights)
      throws BadWeightsException {
    Architecture architecture = Spaces.architecture(spec.name());
    try (InputStream in = open(spec, architecture, weights)) {
      var digested = new DigestInputStream(in, Spaces.sha256());
      NetworkWeights.load(network, owner, digested, architecture);
      check(spec, Spaces.hex(digested.getMessageDigest().digest()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(BackboneSpec spec, Architecture architecture, WeightsSource from)
      throws IOException {
    return spec.weightsDigest().isEmpty()
        ? Spaces.shipped(architecture)
        : from.open(spec.weightsDigest());
  }

  private static void check(BackboneSpec spec, String digest) throws BadWeightsException {
    if (!digest.equals(Spaces.weightsDigest(spec))) {
      throw new BadWeightsException(
          "the weights " + Spaces.weightsDigest(spec) + " have in truth the digest " + digest);
    }
  }
}
