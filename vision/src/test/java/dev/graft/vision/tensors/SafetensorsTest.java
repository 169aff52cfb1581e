package dev.graft.vision.tensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  private static final NamedTensor MATRIX =
      new NamedTensor("a.weight", new long[] {2, 3}, new float[] {1, -2, 3.5f, 0, 1e-6f, 65504});
  private static final NamedTensor NUMBER =
      new NamedTensor("b", new long[] {}, new float[] {0.25f});

  @Test
  void readsBackWhatItWrote() throws IOException {
    byte[] file = SafetensorsWriter.bytes(List.of(MATRIX, NUMBER));
    Map<String, NamedTensor> read = read(file);
    assertEquals(List.of("a.weight", "b"), List.copyOf(read.keySet()));
    assertArrayEquals(MATRIX.values(), read.get("a.weight").values());
    assertArrayEquals(MATRIX.shape(), read.get("a.weight").shape());
    assertArrayEquals(NUMBER.values(), read.get("b").values());
  }

  @Test
  void writesEqualTensorsAsEqualBytesAlignedToEight() {
    byte[] file = SafetensorsWriter.bytes(List.of(MATRIX, NUMBER));
    assertArrayEquals(file, SafetensorsWriter.bytes(List.of(MATRIX, NUMBER)));
    assertEquals(0, (file.length - 28) % 8);
  }

  @Test
  void keepsHalvesToElevenBits() throws IOException {
    var metadata = new TreeMap<>(Map.of("by", "test"));
    byte[] file = SafetensorsWriter.bytes(List.of(MATRIX), Dtype.F16, metadata);
    float[] read = read(file).get("a.weight").values();
    assertArrayEquals(new float[] {1, -2, 3.5f, 0, 17 * 0x1p-24f, 65504}, read);
    assertEquals(metadata, new SafetensorsReader(new ByteArrayInputStream(file)).metadata());
  }

  @Test
  void everyHalfSurvivesTheWayThroughFloatAndBack() {
    for (int half = 0; half < 1 << 16; half++) {
      float value = Half.toFloat((short) half);
      if (!Float.isNaN(value)) {
        assertEquals((short) half, Half.fromFloat(value), "half " + Integer.toHexString(half));
      }
    }
    assertEquals(Half.fromFloat(1), Half.fromFloat(1 + 0x1p-11f), "a tie goes to the even one");
    assertEquals(Half.fromFloat(1 + 0x1p-9f), Half.fromFloat(1 + 3 * 0x1p-11f), "this one upwards");
  }

  @Test
  void readsBfloat16AsTheUpperHalfOfAFloat() throws IOException {
    byte[] file = file("{\"x\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4);
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(file.length - 4, 0xC0A03F80);
    assertArrayEquals(new float[] {1, -5}, read(file).get("x").values());
  }

  @Test
  void stepsOverCountersOfSixtyFourBits() throws IOException {
    byte[] file =
        file(
            "{\"n.num_batches_tracked\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]},"
                + "\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}}",
            12);
    assertEquals(List.of("x"), List.copyOf(read(file).keySet()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          F32 | [2]   | [0,8]  | 4  | cut off
          F32 | [2]   | [0,8]  | 9  | goes on after
          F32 | [2]   | [0,4]  | 4  | needs 8 bytes
          F32 | [2]   | [8,0]  | 8  | no begin and end
          F32 | [2]   | [4,12] | 12 | leaves a hole
          F32 | [2]   | [-8,0] | 8  | negative
          F32 | [-2]  | [0,8]  | 8  | negative
          F32 | [2.5] | [0,8]  | 8  | not of integers
          F32 | 2     | [0,8]  | 8  | not a list
          F31 | [2]   | [0,8]  | 8  | unknown dtype F31
          F32 | [4294967296,4294967296] | [0,8] | 8 | overflows
          F32 | [99999999999999999999]  | [0,8] | 8 | overflows
          F32 | [1,1,1,1,1,1,1,1,2]     | [0,8] | 8 | too long
          F32 | [500000000] | [0,2000000000] | 8 | cut off
          """)
  void refusesALyingHeaderAndNamesTheTensor(
      String dtype, String shape, String offsets, int bytes, String complaint) {
    String header =
        "{\"layer.weight\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}}"
            .formatted(dtype, shape, offsets);
    String message = refusal(file(header, bytes));
    assertTrue(message.contains(complaint), message);
    assertTrue(message.contains("layer.weight") || complaint.startsWith("goes on"), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          []        | not a JSON object
          {"x":1}   | not described by an object
          {"x":     | not valid JSON
          {} {}     | goes on after
          {"x":{}}  | lacks dtype
          {"x":{"dtype":"F32","shape":[],"data_offsets":[0,4],"more":1}} | unknown field
          {"x":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"x":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}} | Duplicate
          {"__metadata__":{"a":1}} | may only hold strings
          {"":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}} | has no name
          """)
  void refusesAHeaderThatIsNoHeader(String header, String complaint) {
    String message = refusal(file(header, 0));
    assertTrue(message.contains(complaint), message);
  }

  @Test
  void refusesOverlappingTensors() {
    String header =
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}";
    assertEquals("tensor b: overlaps the tensor before it", refusal(file(header, 12)));
  }

  @Test
  void refusesValuesThatAreNotFinite() {
    byte[] file = SafetensorsWriter.bytes(List.of(NUMBER));
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putFloat(file.length - 4, Float.NaN);
    assertEquals("tensor b F32[] holds NaN at index 0", refusal(file));
  }

  @Test
  void refusesAHugeHeaderWithoutReadingIt() {
    byte[] file = new byte[8];
    Arrays.fill(file, (byte) 0xff);
    assertTrue(refusal(file).contains("18446744073709551615"));
    assertTrue(refusal(new byte[3]).contains("before its header"));
  }

  @Test
  void takesNoMoreMemoryThanBytesCome() {
    String header =
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2000000000],\"data_offsets\":[0,8000000000]}}";
    assertTrue(refusal(file(header, 100)).contains("cut off"));
  }

  private static Map<String, NamedTensor> read(byte[] file) throws IOException {
    return SafetensorsReader.readAll(new ByteArrayInputStream(file));
  }

  private static String refusal(byte[] file) {
    InputStream in = new ByteArrayInputStream(file);
    return assertThrows(BadTensorsException.class, () -> SafetensorsReader.readAll(in))
        .getMessage();
  }

  private static byte[] file(String header, int bytes) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }
}
