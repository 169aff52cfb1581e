package dev.graft.vision;

import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.VisionRuntime;
import dev.graft.vision.head.LabelledEmbeddings;
import dev.graft.vision.picture.Decoded;
import dev.graft.vision.picture.PictureDecoder;
import dev.graft.vision.picture.PictureLimits;
import dev.graft.vision.pretrain.ProbeSet;
import dev.graft.vision.tensors.NamedTensor;
import dev.graft.vision.tensors.SafetensorsReader;
import dev.graft.vision.tensors.SafetensorsWriter;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * MobileNetV2's embeddings of the real pictures: made once for each set and kept in a folder,
 * because making them takes minutes and looking at heads takes seconds. The folder is {@code
 * -Dgraft.embeddings=DIR}, by default below {@code target}. In a file: {@code embeddings} [n,
 * 1280], {@code labels} [n], {@code hash} [n, 4], four pieces of 16 bits of the picture's hash.
 */
public final class RealEmbeddings implements AutoCloseable {
  private final Path folder =
      Path.of(System.getProperty("graft.embeddings", "target/real-embeddings"));
  private @Nullable Backbone backbone;

  /** The {@code train} or {@code test} part of a set. */
  public LabelledEmbeddings part(String set, String part) throws Exception {
    ProbeSet pictures = ProbeSet.ofFolder(TestData.require("images/" + set));
    Path file = folder.resolve(set + "-" + part + ".safetensors");
    if (!Files.exists(file)) {
      write(file, embed(part.equals("train") ? pictures.train() : pictures.test()));
    }
    return read(file, pictures.classes().size());
  }

  /** Four fifths, as the trainer takes them. */
  static LabelledEmbeddings trainSplit(LabelledEmbeddings all) {
    return all.only(
        IntStream.range(0, all.size())
            .filter(i -> Long.remainderUnsigned(all.foldHashes()[i], 100) >= 20)
            .toArray());
  }

  /** Names, where none are needed. */
  static List<String> classes(LabelledEmbeddings examples) {
    return IntStream.range(0, examples.classes()).mapToObj(k -> "class " + k).toList();
  }

  private static LabelledEmbeddings read(Path file, int classes) throws Exception {
    Map<String, NamedTensor> tensors;
    try (InputStream in = Files.newInputStream(file)) {
      tensors = SafetensorsReader.readAll(in);
    }
    NamedTensor embeddings = tensors.get("embeddings");
    int n = (int) embeddings.shape()[0];
    int width = (int) embeddings.shape()[1];
    float[][] vectors = new float[n][];
    int[] labels = new int[n];
    long[] hashes = new long[n];
    for (int i = 0; i < n; i++) {
      vectors[i] = Arrays.copyOfRange(embeddings.values(), i * width, (i + 1) * width);
      labels[i] = (int) tensors.get("labels").values()[i];
      for (int piece = 0; piece < 4; piece++) {
        hashes[i] = hashes[i] << 16 | (long) tensors.get("hash").values()[4 * i + piece];
      }
    }
    return new LabelledEmbeddings(vectors, labels, hashes, classes);
  }

  private static void write(Path file, List<NamedTensor> tensors) throws Exception {
    Files.createDirectories(file.getParent());
    Path half = file.resolveSibling(file.getFileName() + ".half");
    Files.write(half, SafetensorsWriter.bytes(tensors));
    Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private List<NamedTensor> embed(List<ProbeSet.Example> examples) throws Exception {
    var decoder = new PictureDecoder(PictureLimits.DEFAULT);
    Backbone network = network();
    int n = examples.size();
    float[] vectors = new float[n * network.width()];
    float[] labels = new float[n];
    float[] hashes = new float[n * 4];
    for (int i = 0; i < n; i++) {
      byte[] bytes = examples.get(i).picture();
      var picture = ((Decoded.Readable) decoder.decode(bytes)).picture();
      float[] vector = network.embed(List.of(network.prepare(picture)))[0];
      System.arraycopy(vector, 0, vectors, i * vector.length, vector.length);
      labels[i] = examples.get(i).label();
      ByteBuffer hash = ByteBuffer.wrap(sha256(bytes));
      for (int piece = 0; piece < 4; piece++) {
        hashes[4 * i + piece] = hash.getShort() & 0xffff;
      }
    }
    return List.of(
        new NamedTensor("embeddings", new long[] {n, network.width()}, vectors),
        new NamedTensor("hash", new long[] {n, 4}, hashes),
        new NamedTensor("labels", new long[] {n}, labels));
  }

  private Backbone network() throws Exception {
    if (backbone == null) {
      Path weights = TestData.require("weights/mobilenet_v2.safetensors");
      VisionRuntime.configure(1);
      backbone =
          Backbone.load(
              new BackboneSpec(
                  "mobilenet_v2", HexFormat.of().formatHex(sha256(Files.readAllBytes(weights)))),
              wanted -> Files.newInputStream(weights),
              VisionRuntime.device("auto"));
    }
    return backbone;
  }

  @Override
  public void close() {
    if (backbone != null) {
      backbone.close();
    }
  }

  private static byte[] sha256(byte[] bytes) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(bytes);
  }
}
