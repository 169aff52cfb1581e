package dev.graft.vision.bundle;

import dev.graft.vision.backbone.Space;
import dev.graft.vision.head.HeadKind;
import dev.graft.vision.head.Novelty;
import dev.graft.vision.tensors.NamedTensor;
import dev.graft.vision.tensors.SafetensorsWriter;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Bundles to files and back. The manifest names every other file by digest; its own digest names
 * the bundle.
 */
public final class BundleFormat {
  static final String HEAD = "head.safetensors";
  static final String NOVELTY = "novelty.safetensors";
  static final String PROBES = "probes.safetensors";
  static final String TAIL = "tail.safetensors";

  private BundleFormat() {}

  /**
   * The files of a bundle, but for its tail's, which is named only; the same bundle gives the same
   * bytes.
   */
  public static PackedBundle pack(Bundle bundle) {
    Map<String, byte[]> named = new TreeMap<>();
    named.put(HEAD, head(bundle));
    named.put(PROBES, probes(bundle.probes()));
    bundle
        .novelty()
        .ifPresent(
            novelty ->
                named.put(NOVELTY, SafetensorsWriter.bytes(List.of(HeadTensors.of(novelty)))));
    Map<String, Manifest.FileEntry> entries = new TreeMap<>();
    Map<String, byte[]> files = new HashMap<>();
    named.forEach(
        (name, bytes) -> {
          var entry = Manifest.FileEntry.of(bytes);
          entries.put(name, entry);
          files.put(entry.sha256(), bytes);
        });
    bundle.tail().ifPresent(tail -> entries.put(TAIL, Manifest.FileEntry.of(tail)));
    byte[] manifest = Manifest.of(bundle, entries).toJson();
    return new PackedBundle(
        Digest.of(manifest),
        manifest,
        files,
        bundle.tail().map(tail -> Set.of(tail.digest())).orElse(Set.of()));
  }

  /** sha256 in hex of the file that both heads lie in: equal for equal bits, and only for them. */
  public static String headDigest(Bundle bundle) {
    return Digest.of(head(bundle));
  }

  /**
   * Fetches a bundle and verifies every file, but for its tail's: whoever loads the network fetches
   * that, and loading verifies it.
   *
   * @throws BadBundleException a file is missing, does not match its digest, or does not say what
   *     it must; it names the file
   * @throws IOException the store is broken, which says nothing of the bundle
   */
  public static Bundle unpack(String digest, BundleFiles files)
      throws BadBundleException, IOException {
    return unpack(digest, files, new SharedNovelties());
  }

  /**
   * The same for a process that holds many bundles.
   *
   * @param shared what tells novelty in those that it holds already
   */
  public static Bundle unpack(String digest, BundleFiles files, SharedNovelties shared)
      throws BadBundleException, IOException {
    byte[] json = fetch(Manifest.NAME, digest, files::manifest);
    Manifest manifest = Manifest.parse(json);
    Tensors head = tensors(HEAD, manifest, files);
    Tensors probes = tensors(PROBES, manifest, files);
    HeadKind kind = manifest.headKind();
    try {
      return new Bundle(
          manifest.classes(),
          manifest.backbone(),
          new Space(manifest.space()),
          manifest.preprocessing(),
          HeadTensors.read(head, "judged", kind),
          HeadTensors.read(head, "served", kind),
          manifest.temperature(),
          manifest.l2(),
          manifest.scores(),
          manifest.dataset(),
          Optional.ofNullable(manifest.parent()),
          probes(probes),
          kind,
          novelty(manifest, files, shared),
          manifest.headPolicy(kind),
          manifest.ownTail());
    } catch (IllegalArgumentException e) {
      throw new BadBundleException(Manifest.NAME, "contradicts its files: " + e.getMessage(), e);
    }
  }

  @FunctionalInterface
  private interface Fetch {
    byte[] get(String digest) throws IOException;
  }

  private static byte[] fetch(String name, String digest, Fetch from)
      throws BadBundleException, IOException {
    byte[] bytes;
    try {
      bytes = from.get(digest);
    } catch (FileNotFoundException | NoSuchFileException e) {
      throw new BadBundleException(name, "is missing, looked for as " + digest, e);
    }
    String found = Digest.of(bytes);
    if (!found.equals(digest)) {
      throw new BadBundleException(name, "has digest " + found + ", expected " + digest);
    }
    return bytes;
  }

  /**
   * The sha256 of every file that a manifest names.
   *
   * @throws IllegalArgumentException these bytes are not the manifest of that digest
   */
  public static Set<String> filesOf(String digest, byte[] manifest) {
    if (!Digest.of(manifest).equals(digest)) {
      throw new IllegalArgumentException("this is not the manifest of bundle " + digest);
    }
    try {
      return Manifest.parse(manifest).files().values().stream()
          .map(Manifest.FileEntry::sha256)
          .collect(Collectors.toUnmodifiableSet());
    } catch (BadBundleException e) {
      throw new IllegalArgumentException("bundle " + digest + " has a bad manifest", e);
    }
  }

  private static Tensors tensors(String name, Manifest manifest, BundleFiles files)
      throws BadBundleException, IOException {
    return Tensors.parse(name, fetch(name, manifest.file(name).sha256(), files::file));
  }

  private static Optional<Novelty> novelty(
      Manifest manifest, BundleFiles files, SharedNovelties shared)
      throws BadBundleException, IOException {
    Manifest.NoveltyEntry entry = manifest.novelty();
    if (entry == null) {
      return Optional.empty();
    }
    String digest = manifest.file(NOVELTY).sha256();
    Optional<Novelty> known = shared.find(digest, entry.orInfinite(), entry.rejectionRate());
    if (known.isPresent()) {
      return known;
    }
    Novelty read = HeadTensors.novelty(tensors(NOVELTY, manifest, files), entry);
    shared.put(digest, read);
    return Optional.of(read);
  }

  private static byte[] head(Bundle bundle) {
    List<NamedTensor> tensors = new ArrayList<>(HeadTensors.of("judged", bundle.judged()));
    tensors.addAll(HeadTensors.of("served", bundle.served()));
    return SafetensorsWriter.bytes(tensors);
  }

  private static byte[] probes(Probes probes) {
    List<NamedTensor> tensors = new ArrayList<>();
    tensors.add(Tensors.matrix("embeddings", probes.embeddings()));
    probes.picture().ifPresent(p -> tensors.add(Tensors.vector("picture", p.embedding())));
    tensors.add(Tensors.matrix("probabilities", probes.probabilities()));
    return SafetensorsWriter.bytes(tensors);
  }

  private static Probes probes(Tensors file) throws BadBundleException {
    float[][] embeddings = file.matrix("embeddings");
    float[][] probabilities = file.matrix("probabilities");
    var picture = file.vector("picture").map(PictureProbe::new);
    try {
      return new Probes(embeddings, probabilities, picture);
    } catch (IllegalArgumentException e) {
      throw new BadBundleException(PROBES, "holds no probes: " + e.getMessage(), e);
    }
  }
}
