package dev.graft.vision.backbone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import com.sun.management.ThreadMXBean;
import dev.graft.vision.own.Twig;
import dev.graft.vision.tensors.SafetensorsWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Over a thousand ways in which a file of weights can be broken. Each must be refused with a
 * message that says where, without memory for what is only claimed.
 */
class MalformedWeightsTest {
  /** What reading 8 KB may allocate: the header, its JSON, one chunk, the network's own lists. */
  private static final long MOST_ALLOCATED = 2 << 20;

  private static final Pattern TENSOR =
      Pattern.compile(
          "\"([^\"]+)\":\\{\"dtype\":\"(F32)\",\"shape\":\\[([0-9,]*)],"
              + "\"data_offsets\":\\[([0-9]+),([0-9]+)]}");

  private static byte[] file;
  private static String header;
  private static byte[] data;

  /**
   * @param mentions what the message must say, whatever else it says
   */
  private record Broken(String how, byte[] bytes, String mentions) {}

  @BeforeAll
  static void write() {
    var network = new Twig().network(3);
    try (NDManager owner = VisionRuntime.manager(Device.CPU)) {
      NetworkWeights.initialise(network, owner, 1);
      file = SafetensorsWriter.bytes(NetworkWeights.copy(network));
    }
    int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    header = new String(file, 8, length, StandardCharsets.UTF_8);
    data = Arrays.copyOfRange(file, 8 + length, file.length);
  }

  @Test
  void theFileItselfIsGood() throws Exception {
    load(file);
  }

  @Test
  void everyBrokenFileIsRefusedWithAReasonAndInConstantMemory() {
    var all = all();
    assertTrue(all.size() > 1000, all.size() + " broken files");
    long arrays = VisionRuntime.aliveArrays();
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (var broken : all) {
      long before = threads.getCurrentThreadAllocatedBytes();
      var refused =
          assertThrows(BadWeightsException.class, () -> load(broken.bytes()), broken.how());
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      var message = String.valueOf(refused.getMessage());
      assertTrue(
          message.contains(broken.mentions()),
          broken.how() + " should mention " + broken.mentions() + ": " + message);
      assertFalse(message.length() > 400, broken.how() + " has a long message: " + message);
      assertTrue(allocated < MOST_ALLOCATED, broken.how() + " allocated " + allocated);
      assertEquals(arrays, VisionRuntime.aliveArrays(), broken.how());
    }
  }

  /** So a file is refused when it is added, and not when the first picture comes. */
  @Test
  void lookingAtAFileSaysWhatLoadingItWouldSay() throws IOException {
    var twig = new Twig();
    int refused = 0;
    for (var broken : all()) {
      String loading = "";
      String looking = "";
      try (NDManager owner = VisionRuntime.manager(Device.CPU)) {
        NetworkWeights.load(twig.network(0), owner, new ByteArrayInputStream(broken.bytes()), twig);
      } catch (BadWeightsException e) {
        loading = e.getMessage();
        refused++;
      }
      try {
        WeightsCheck.of(twig, new ByteArrayInputStream(broken.bytes()));
      } catch (BadWeightsException e) {
        looking = e.getMessage();
      }
      assertEquals(loading, looking, broken.how());
    }
    assertTrue(refused > 1000, refused + " refused");
  }

  private static void load(byte[] bytes) throws BadWeightsException, IOException {
    try (NDManager owner = VisionRuntime.manager(Device.CPU)) {
      NetworkWeights.load(
          new Twig().network(3), owner, new ByteArrayInputStream(bytes), name -> false);
    }
  }

  private static List<Broken> all() {
    var all = new ArrayList<Broken>();
    cut(all);
    lengths(all);
    strangers(all);
    for (Matcher tensor = TENSOR.matcher(header); tensor.find(); ) {
      tensor(all, tensor);
    }
    headerBytes(all);
    return all;
  }

  /** Ends at every byte of the header, and at every seventh after it. */
  private static void cut(List<Broken> all) {
    for (int end = 0; end < file.length; end += end < 8 + header.length() ? 1 : 7) {
      String where =
          end < 8
              ? "before its header"
              : end < 8 + header.length() ? "within its header" : "cut off";
      all.add(new Broken("cut at " + end, Arrays.copyOf(file, end), where));
    }
    all.add(new Broken("one more byte", Arrays.copyOf(file, file.length + 1), "goes on after"));
  }

  private static void lengths(List<Broken> all) {
    for (long length : new long[] {0, 1, 9L << 20, 1L << 32, 1L << 62, -1, Long.MIN_VALUE}) {
      var bytes = file.clone();
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
      all.add(new Broken("header length " + length, bytes, "at most 8 MiB"));
    }
    for (int off : new int[] {-64, -8, -1, 1, 8, 64}) {
      var bytes = file.clone();
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length() + off);
      all.add(new Broken("header length off by " + off, bytes, ""));
    }
  }

  /** Files that people really have. */
  private static void strangers(List<Broken> all) {
    var zip = new byte[] {'P', 'K', 3, 4, 0, 0, 8, 8, 0, 0};
    all.add(new Broken("torch.save of today", zip, "safetensors"));
    var pickle = new byte[] {(byte) 0x80, 2, (byte) 0x8a, 10, 'l', (byte) 0xfc, (byte) 0x9c, 'F'};
    all.add(new Broken("torch.save of old", pickle, "save_file"));
    var page = "<!DOCTYPE html><html>404</html>".getBytes(StandardCharsets.UTF_8);
    all.add(new Broken("a page instead of a file", page, "header"));
    var pointer = "version https://git-lfs.github.com/spec/v1".getBytes(StandardCharsets.UTF_8);
    all.add(new Broken("a pointer instead of a file", pointer, "header"));
  }

  private static void tensor(List<Broken> all, Matcher tensor) {
    var name = tensor.group(1);
    long begin = Long.parseLong(tensor.group(4));
    long end = Long.parseLong(tensor.group(5));
    for (var dtype : List.of("F31", "", "f32", "F16", "F64", "I64", "BOOL")) {
      change(all, tensor, name + " is " + dtype, one -> one.replace("\"F32\"", '"' + dtype + '"'));
    }
    for (var shape : List.of("", "-1", "1.5", "null", "9223372036854775807", "1,1,1,1,1,1,1,1,1")) {
      change(
          all,
          tensor,
          name + " has the shape " + shape,
          one -> one.replaceFirst("\"shape\":\\[[0-9,]*]", "\"shape\":[" + shape + "]"));
    }
    String flat = "\"shape\":[" + (end - begin) / 4 + ",1,1]";
    change(
        all,
        tensor,
        name + " has as many numbers in another shape",
        one -> one.replaceFirst("\"shape\":\\[[0-9,]*]", flat));
    for (long off : new long[] {-4, 4, 1L << 40}) {
      change(all, tensor, name + " ends off by " + off, one -> offsets(one, begin, end + off));
      change(all, tensor, name + " begins off by " + off, one -> offsets(one, begin + off, end));
    }
    change(all, tensor, name + " ends first", one -> offsets(one, end, begin));
    change(all, tensor, name + " has a new field", one -> one.replace("}", ",\"more\":1}"));
    change(all, tensor, name + " twice", one -> one + "," + one);
    all.add(
        new Broken(
            name + " under another name",
            with(header.replace('"' + name + '"', "\"stranger\"")),
            "stranger is not part"));
    for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      for (long at : new long[] {begin, (begin + end) / 8 * 4, end - 4}) {
        var bytes = file.clone();
        ByteBuffer.wrap(bytes)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putFloat((int) (8 + header.length() + at), value);
        all.add(new Broken(name + " holds " + value, bytes, name));
      }
    }
  }

  private static String offsets(String one, long begin, long end) {
    return one.replaceFirst("\\[[0-9]+,[0-9]+]}", "[" + begin + "," + end + "]}");
  }

  private static void change(
      List<Broken> all, Matcher tensor, String how, UnaryOperator<String> change) {
    var changed =
        header.substring(0, tensor.start())
            + change.apply(tensor.group())
            + header.substring(tensor.end());
    all.add(new Broken(how, with(changed), how.contains("twice") ? "uplicate" : "tensor "));
  }

  private static byte[] with(String changed) {
    var json = changed.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .put(data)
        .array();
  }

  /** A byte that is no UTF-8, at every third place of the header. */
  private static void headerBytes(List<Broken> all) {
    for (int at = 8; at < 8 + header.stripTrailing().length(); at += 3) {
      var bytes = file.clone();
      bytes[at] = (byte) 0xff;
      all.add(new Broken("no text at " + at, bytes, ""));
    }
  }
}
