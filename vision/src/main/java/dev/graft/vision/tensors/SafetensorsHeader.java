package dev.graft.vision.tensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses and checks the JSON that a safetensors file begins with. */
final class SafetensorsHeader {
  private static final int MAX_TENSORS = 100_000;
  private static final int MAX_DIMENSIONS = 8;
  private static final int MAX_NAME = 512;
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final List<TensorInfo> tensors = new ArrayList<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();

  private SafetensorsHeader() {}

  static SafetensorsHeader parse(byte[] json) throws IOException {
    if (json[0] != '{') {
      throw new BadTensorsException("the header is not a JSON object");
    }
    var header = new SafetensorsHeader();
    try (JsonParser parser = JSON.createParser(json)) {
      header.read(parser);
    } catch (JsonProcessingException e) {
      throw new BadTensorsException("the header is not valid JSON: " + e.getOriginalMessage());
    }
    header.tensors.sort(Comparator.comparingLong(TensorInfo::begin).thenComparing(TensorInfo::end));
    header.checkThatTensorsTouch();
    return header;
  }

  /** In the order in which their bytes follow the header. */
  List<TensorInfo> tensors() {
    return tensors;
  }

  Map<String, String> metadata() {
    return metadata;
  }

  private void read(JsonParser parser) throws IOException {
    parser.nextToken();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      need(parser.nextToken() == JsonToken.START_OBJECT, name, "is not described by an object");
      if (name.equals("__metadata__")) {
        readMetadata(parser);
      } else {
        tensors.add(readTensor(name, parser));
        need(tensors.size() <= MAX_TENSORS, name, "is one tensor too many");
      }
    }
    if (parser.nextToken() != null) {
      throw new BadTensorsException("the header goes on after its JSON object");
    }
  }

  private void readMetadata(JsonParser parser) throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      need(parser.nextToken() == JsonToken.VALUE_STRING, "__metadata__", "may only hold strings");
      metadata.put(key, parser.getText());
    }
  }

  private static TensorInfo readTensor(String name, JsonParser parser) throws IOException {
    need(!name.isEmpty() && name.length() <= MAX_NAME, name, "has no name of 1 to 512 characters");
    need(name.chars().noneMatch(Character::isISOControl), name, "has control characters");
    Dtype dtype = null;
    long[] shape = null;
    long[] offsets = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "dtype" -> {
          String text = parser.getText();
          dtype =
              Dtype.named(text)
                  .orElseThrow(() -> bad(name, "has the unknown dtype " + shortened(text)));
        }
        case "shape" -> shape = readNumbers(name, field, parser);
        case "data_offsets" -> offsets = readNumbers(name, field, parser);
        default -> throw bad(name, "has the unknown field " + shortened(field));
      }
    }
    return checked(name, dtype, shape, offsets);
  }

  private static long[] readNumbers(String name, String field, JsonParser parser)
      throws IOException {
    need(parser.currentToken() == JsonToken.START_ARRAY, name, field + " is not a list");
    var numbers = new long[MAX_DIMENSIONS];
    int count = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      need(
          parser.currentToken() == JsonToken.VALUE_NUMBER_INT, name, field + " is not of integers");
      need(parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER, name, field + " overflows");
      need(parser.getLongValue() >= 0, name, field + " is negative");
      need(count < MAX_DIMENSIONS, name, field + " is too long");
      numbers[count++] = parser.getLongValue();
    }
    return java.util.Arrays.copyOf(numbers, count);
  }

  private static TensorInfo checked(
      String name, @Nullable Dtype dtype, long @Nullable [] shape, long @Nullable [] offsets)
      throws BadTensorsException {
    if (dtype == null || shape == null || offsets == null) {
      throw bad(name, "lacks dtype, shape or data_offsets");
    }
    need(offsets.length == 2 && offsets[0] <= offsets[1], name, "has no begin and end");
    long bytes = dtype.bytes();
    try {
      for (long side : shape) {
        bytes = Math.multiplyExact(bytes, side);
      }
    } catch (ArithmeticException e) {
      throw bad(name, "has a shape that overflows");
    }
    need(
        offsets[1] - offsets[0] == bytes,
        name,
        "needs " + bytes + " bytes by its shape, its offsets give " + (offsets[1] - offsets[0]));
    return new TensorInfo(name, dtype, shape, offsets[0], offsets[1]);
  }

  private void checkThatTensorsTouch() throws BadTensorsException {
    long at = 0;
    for (TensorInfo tensor : tensors) {
      need(tensor.begin() >= at, tensor.name(), "overlaps the tensor before it");
      need(tensor.begin() == at, tensor.name(), "leaves a hole before it");
      at = tensor.end();
    }
  }

  private static void need(boolean holds, String name, String otherwise)
      throws BadTensorsException {
    if (!holds) {
      throw bad(name, otherwise);
    }
  }

  private static BadTensorsException bad(String name, String what) {
    return new BadTensorsException("tensor " + shortened(name) + ": " + what);
  }

  private static String shortened(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }
}
