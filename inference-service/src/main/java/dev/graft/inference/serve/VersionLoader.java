package dev.graft.inference.serve;

import dev.graft.blobs.StoreUnavailableException;
import dev.graft.v1.VersionRef;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.bundle.BadBundleException;
import dev.graft.vision.bundle.Bundle;
import dev.graft.vision.bundle.BundleFiles;
import dev.graft.vision.bundle.BundleFormat;
import dev.graft.vision.bundle.Classifier;
import dev.graft.vision.bundle.SharedNovelties;
import java.io.FileNotFoundException;
import java.io.IOException;

/**
 * Fetches a version, verifies every digest, leases its backbone, replays its probes. Nothing serves
 * before that.
 */
final class VersionLoader {

  private final BundleFiles files;
  private final Backbones backbones;
  private final SharedNovelties novelties = new SharedNovelties();

  VersionLoader(BundleFiles files, Backbones backbones) {
    this.files = files;
    this.backbones = backbones;
  }

  Loaded load(String taskId, VersionRef ref) {
    try {
      return prove(taskId, ref, BundleFormat.unpack(ref.getBundleDigest(), files, novelties));
    } catch (BadBundleException | BadWeightsException e) {
      return blamed(e);
    } catch (FileNotFoundException e) {
      return new Loaded.Missing(said(e));
    } catch (IOException | StoreUnavailableException e) {
      return new Loaded.Later(said(e));
    } catch (IllegalArgumentException e) {
      return new Loaded.Bad(said(e)); // a network or a shape that this program does not know
    }
  }

  private Loaded prove(String taskId, VersionRef ref, Bundle bundle)
      throws BadBundleException, BadWeightsException, IOException {
    var lease = lease(bundle);
    var classifier = new Classifier(bundle);
    try {
      match(bundle, lease.backbone());
      lease.backbone().verify(classifier);
      return new Loaded.Ready(new Resident(taskId, ref, classifier, lease));
    } catch (BadBundleException | RuntimeException | Error e) {
      lease.close();
      throw e;
    }
  }

  private Backbones.Lease lease(Bundle bundle) throws BadWeightsException, IOException {
    return bundle.tail().isEmpty()
        ? backbones.lease(bundle.backbone())
        : backbones.lease(bundle.backbone(), bundle.tail().get(), files);
  }

  private static void match(Bundle bundle, LoadedBackbone backbone) throws BadBundleException {
    if (!backbone.space().equals(bundle.space().id())) {
      throw new BadBundleException(
          "manifest",
          "made for space " + bundle.space().id() + ", but its backbone makes " + backbone.space());
    }
    if (backbone.width() != bundle.served().width()) {
      throw new BadBundleException(
          "head",
          "takes "
              + bundle.served().width()
              + " values, but its backbone makes "
              + backbone.width());
    }
  }

  /** A file that could not be had is the store's fault, not the version's. */
  private static Loaded blamed(Exception e) {
    if (e.getCause() instanceof FileNotFoundException) {
      return new Loaded.Missing(said(e));
    }
    return e.getCause() instanceof IOException
        ? new Loaded.Later(said(e))
        : new Loaded.Bad(said(e));
  }

  private static String said(Exception e) {
    var message = e.getMessage();
    return message == null ? e.toString() : message;
  }
}
