package dev.graft.deploy.weights;

import dev.graft.deploy.Failure;
import dev.graft.deploy.home.Home;
import dev.graft.events.Digests;
import dev.graft.vision.backbone.Architecture;
import dev.graft.vision.backbone.Architectures;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.backbone.CheckedWeights;
import dev.graft.vision.backbone.WeightsCheck;
import dev.graft.vision.catalogue.Catalogue;
import dev.graft.vision.catalogue.PublishedWeights;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Brings weights into the store and remembers their name. Nothing is stored, and nothing
 * remembered, before the file has the digest that it must have and every tensor was looked at.
 */
public final class AddWeights {
  private final AddedWeights added;
  private final String hub;
  private final Download download;
  private final Function<Path, String> store;

  /** Why a digest is the right one. */
  public enum Trust {
    /** The catalogue says so. */
    PINNED,
    /** It is the same as when the name was first added here. */
    SEEN_BEFORE,
    /** It is the first: from now on the name means this. */
    FIRST
  }

  /** What was added. */
  public record Result(
      String name,
      Added added,
      CheckedWeights checked,
      long bytes,
      Trust trust,
      @Nullable PublishedWeights published) {}

  /**
   * Adds to an installation.
   *
   * @param hub address of the Hugging Face hub, or of one like it
   * @param store puts a file into the object store and says its digest
   */
  public AddWeights(
      Home home, String hub, Patience patience, Progress progress, Function<Path, String> store) {
    this.added = new AddedWeights(home);
    this.hub = hub.replaceAll("/+$", "");
    this.download = new Download(patience, progress, new EnvironmentProxy(System.getenv()));
    this.store = store;
  }

  /**
   * Fetches weights of the catalogue.
   *
   * @throws Failure with what to do instead, if they can't be had or are not what they should be
   */
  public Result fetch(PublishedWeights published) {
    var url = published.url(hub).orElseThrow(() -> new Failure(Conversion.ofPublished(published)));
    var file = added.onItsWay(published.name());
    try (var ignored = added.lock()) {
      download.fetch(url, file, elsewhere(published, url));
      try {
        return add(published.name(), published, network(published.architecture()), file, url);
      } finally {
        Files.deleteIfExists(file); // it is in the store, or it is wrong
      }
    } catch (IOException e) {
      throw new Failure("can't write " + file + ": " + e, e);
    }
  }

  private static String elsewhere(PublishedWeights published, String url) {
    return """
        , so nothing was fetched.
        Where there is a network, fetch %s
        and add the file here: graft backbone add %s --file FILE. Or name a mirror with --hub URL."""
        .formatted(url, published.name());
  }

  /**
   * Takes weights from a file.
   *
   * @param name of the catalogue; none for the file's own, which may be one of the catalogue too
   * @param architecture if the catalogue does not know the name; none to find it out from the file
   * @throws Failure with what to do instead, if it is not what it should be
   */
  public Result take(Path file, @Nullable String name, @Nullable String architecture) {
    if (!Files.isRegularFile(file)) {
      throw new Failure("there is no file " + file);
    }
    Conversion.refusePickle(file);
    var called = name == null ? stem(file) : name;
    var published = Catalogue.find(called).orElse(null);
    if (name != null && published == null) {
      throw new Failure(name + " is not in the catalogue; leave it out to use the file's own name");
    }
    if (published != null
        && architecture != null
        && !published.architecture().equals(architecture)) {
      throw new Failure(
          "%s is %s, not %s".formatted(called, published.architecture(), architecture));
    }
    try (var ignored = added.lock()) {
      Architecture network =
          published != null
              ? network(published.architecture())
              : architecture != null ? network(architecture) : guessed(file);
      return add(called, published, network, file, file.toAbsolutePath().normalize().toString());
    } catch (IOException e) {
      throw new Failure("can't read " + file + ": " + e, e);
    }
  }

  private Result add(
      String name,
      @Nullable PublishedWeights published,
      Architecture network,
      Path file,
      String from)
      throws IOException {
    var trust = trust(name, published, sha256(file));
    CheckedWeights checked;
    try (InputStream in = open(file)) {
      checked = WeightsCheck.of(network, in);
    } catch (BadWeightsException e) {
      throw new Failure(from + " can't be weights of " + network.name() + ": " + e.getMessage(), e);
    }
    long bytes = Files.size(file);
    var stored = store.apply(file);
    if (!stored.equals(checked.digest())) {
      throw new Failure(
          "the store has taken %s for %s; nothing was added".formatted(stored, checked.digest()));
    }
    var one = new Added(network.name(), checked.digest(), from);
    added.remember(name, one);
    return new Result(name, one, checked, bytes, trust, published);
  }

  private Trust trust(String name, @Nullable PublishedWeights published, String digest) {
    var pinned = published == null ? null : published.sha256();
    if (pinned != null) {
      if (!pinned.equals(digest)) {
        throw new Failure(
            "this is not %s: it has the sha256 %s, and the catalogue says %s. Nothing was added"
                .formatted(name, digest, pinned));
      }
      return Trust.PINNED;
    }
    var before = added.find(name);
    if (before.isEmpty()) {
      return Trust.FIRST;
    }
    if (!before.get().digest().equals(digest) && published == null) {
      throw new Failure(
          "there are other weights named %s here, with the sha256 %s, from %s. Give the file another name, or take %s out of %s"
              .formatted(name, before.get().digest(), before.get().from(), name, added.file()));
    }
    if (!before.get().digest().equals(digest)) {
      throw new Failure(
          ("%s has changed: it has the sha256 %s, and had %s when it was first added here, from %s."
                  + " Nothing was added. If the change is right, take %s out of %s and add it again")
              .formatted(
                  name, digest, before.get().digest(), before.get().from(), name, added.file()));
    }
    return Trust.SEEN_BEFORE;
  }

  /**
   * Name of the network that a file's weights are of, by its tensors.
   *
   * @throws Failure if they are of none
   */
  public static String networkOf(Path file) {
    Conversion.refusePickle(file);
    try {
      return guessed(file).name();
    } catch (IOException e) {
      throw new Failure("can't read " + file + ": " + e, e);
    }
  }

  private static Architecture guessed(Path file) throws IOException {
    try (InputStream in = open(file)) {
      return WeightsCheck.architectureOf(in);
    } catch (BadWeightsException e) {
      throw new Failure(file + ": " + e.getMessage(), e);
    }
  }

  private static Architecture network(String name) {
    return Architectures.find(name)
        .orElseThrow(
            () ->
                new Failure(
                    "there is no network %s; there are %s"
                        .formatted(name, String.join(", ", Architectures.names()))));
  }

  private static InputStream open(Path file) throws IOException {
    return new BufferedInputStream(Files.newInputStream(file), 1 << 16);
  }

  private static String sha256(Path file) throws IOException {
    var sha256 = Digests.sha256();
    try (InputStream in = Files.newInputStream(file)) {
      var buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        sha256.update(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  private static String stem(Path file) {
    return file.getFileName().toString().replaceFirst("\\.safetensors$", "");
  }
}
