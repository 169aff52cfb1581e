package dev.graft.vision.backbone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.graft.vision.layer.Weight;
import dev.graft.vision.tensors.Dtype;
import dev.graft.vision.tensors.NamedTensor;
import dev.graft.vision.tensors.SafetensorsWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What a file says of itself, without an engine. */
class WeightsCheckTest {
  private static final Architecture SQUEEZENET = Architectures.find("squeezenet1_1").orElseThrow();

  @Test
  void saysWhatAFileIs() throws Exception {
    byte[] file = SafetensorsWriter.bytes(zeros(SQUEEZENET.network(7), name -> true));
    assertEquals(
        new CheckedWeights(SQUEEZENET, sha256(file), 7, false, Set.of(Dtype.F32)), check(file));
    assertEquals(SQUEEZENET, WeightsCheck.architectureOf(new ByteArrayInputStream(file)));
  }

  @Test
  void aClassifierMayBeMissingAndHalfTheBytesToo() throws Exception {
    var tensors = zeros(SQUEEZENET.network(0), name -> true);
    byte[] file = SafetensorsWriter.bytes(tensors, Dtype.F16, new TreeMap<>());
    assertEquals(
        new CheckedWeights(SQUEEZENET, sha256(file), 0, false, Set.of(Dtype.F16)), check(file));
  }

  @Test
  void aClassifierMayHoldAnything() throws Exception {
    var tensors = zeros(SQUEEZENET.network(3), name -> true);
    tensors.get(tensors.size() - 1).values()[0] = 1; // finite for the writer, then not
    byte[] file = SafetensorsWriter.bytes(tensors);
    file[file.length - 1] = (byte) 0xff;
    file[file.length - 2] = (byte) 0xff;
    assertEquals(3, check(file).classes());
  }

  @Test
  void timmsNamesAreKnownAndSaidSo() throws Exception {
    Architecture network = Architectures.find("mobilenet_v2").orElseThrow();
    var tensors = new ArrayList<NamedTensor>();
    TimmStructure.mobileNetV2()
        .forEach((name, shape) -> tensors.add(new NamedTensor(name, shape, zeros(shape))));
    byte[] file = SafetensorsWriter.bytes(tensors);
    assertEquals(network, WeightsCheck.architectureOf(new ByteArrayInputStream(file)));
    var checked = WeightsCheck.of(network, new ByteArrayInputStream(file));
    assertEquals(new CheckedWeights(network, sha256(file), 1000, true, Set.of(Dtype.F32)), checked);
  }

  @Test
  void namesTheNearestNetworkAndWhatIsWrong() {
    byte[] file =
        SafetensorsWriter.bytes(
            zeros(SQUEEZENET.network(7), name -> !name.equals("features.6.expand3x3.bias")));
    var refused =
        assertThrows(
            BadWeightsException.class,
            () -> WeightsCheck.architectureOf(new ByteArrayInputStream(file)));
    assertEquals(
        "these are the weights of no network that is known here; the nearest is squeezenet1_1, but"
            + " tensor features.6.expand3x3.bias is missing, one of 1",
        refused.getMessage());
  }

  @Test
  void knowsNothingOfOtherNetworks() {
    byte[] file =
        SafetensorsWriter.bytes(
            List.of(new NamedTensor("wte.weight", new long[] {2, 3}, new float[6])));
    var refused =
        assertThrows(
            BadWeightsException.class,
            () -> WeightsCheck.architectureOf(new ByteArrayInputStream(file)));
    assertEquals(
        "no network that is known here has tensors like wte.weight F32[2, 3]",
        refused.getMessage());
  }

  private static CheckedWeights check(byte[] file) throws BadWeightsException, IOException {
    return WeightsCheck.of(SQUEEZENET, new ByteArrayInputStream(file));
  }

  private static List<NamedTensor> zeros(Network network, Predicate<String> kept) {
    var tensors = new ArrayList<NamedTensor>();
    for (Map.Entry<String, Weight> weight : network.weights().entrySet()) {
      if (kept.test(weight.getKey())) {
        long[] shape = weight.getValue().shape();
        tensors.add(new NamedTensor(weight.getKey(), shape, zeros(shape)));
      }
    }
    return tensors;
  }

  private static float[] zeros(long[] shape) {
    long size = 1;
    for (long side : shape) {
      size *= side;
    }
    return new float[Math.toIntExact(size)];
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
