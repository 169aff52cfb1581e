package dev.graft.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import dev.graft.topics.Topic;
import dev.graft.topics.Topics;
import dev.graft.v1.Facts;
import dev.graft.v1.Inbox;
import dev.graft.v1.IngestServiceOuterClass;
import dev.graft.v1.Models;
import dev.graft.v1.PredictionServiceOuterClass;
import dev.graft.v1.Receipt;
import dev.graft.v1.Serving;
import dev.graft.v1.SettledLabel;
import dev.graft.v1.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The wire contract: fields may be added; never renumbered, retyped or removed, since old records
 * stay for ever. After an addition, {@code mvn -pl proto test -Dtest=WireContractTest
 * -Dwire.record=true} records it anew; the diff is for review.
 */
class WireContractTest {
  private static final Path DESCRIPTORS = Path.of("src/test/resources/wire/descriptors.txt");
  private static final Path GOLDEN = Path.of("src/test/resources/wire/golden.txt");
  private static final boolean RECORD = Boolean.getBoolean("wire.record");

  private static final List<FileDescriptor> FILES =
      List.of(
          Facts.getDescriptor(),
          Inbox.getDescriptor(),
          IngestServiceOuterClass.getDescriptor(),
          Models.getDescriptor(),
          PredictionServiceOuterClass.getDescriptor(),
          Serving.getDescriptor(),
          Tasks.getDescriptor());

  @Test
  void keepsEveryFieldEnumValueAndMethodThatWasReleased() throws IOException {
    var now = FileDescriptorSet.newBuilder();
    FILES.forEach(file -> now.addFile(file.toProto()));
    if (RECORD) {
      Files.createDirectories(DESCRIPTORS.getParent());
      Files.writeString(DESCRIPTORS, TextFormat.printer().printToString(now.build()));
    }
    var released = FileDescriptorSet.newBuilder();
    TextFormat.merge(Files.readString(DESCRIPTORS), released);
    var today = Contract.of(now.build());
    var broken = new ArrayList<String>();
    Contract.of(released.build())
        .forEach(
            (what, how) -> {
              var present = today.get(what);
              if (!how.equals(present)) {
                broken.add(what + ": was " + how + ", is " + (present == null ? "gone" : present));
              }
            });
    assertEquals(
        List.of(), broken, "old records could not be read any more; add new fields instead");
    assertEquals(
        Contract.of(released.build()).keySet(),
        today.keySet(),
        "the contract has grown: record it with -Dwire.record=true and review the diff");
  }

  @Test
  void writesAndReadsEveryMessageOfEveryTopicAsItDidWhenReleased() throws IOException {
    if (RECORD) {
      Files.createDirectories(GOLDEN.getParent());
      Files.writeString(
          GOLDEN,
          String.join("\n", samples().entrySet().stream().map(WireContractTest::line).toList())
              + "\n");
    }
    var golden = new TreeMap<String, byte[]>();
    for (var line : Files.readAllLines(GOLDEN)) {
      var parts = line.split(" ");
      golden.put(parts[0], HexFormat.of().parseHex(parts[1]));
    }
    for (var sample : samples().entrySet()) {
      var name = sample.getKey();
      assertTrue(
          golden.containsKey(name),
          name + " has no golden bytes: record them with -Dwire.record=true");
      var read = sample.getValue().getParserForType().parseFrom(golden.get(name));
      assertEquals(sample.getValue(), read, name + " reads its old bytes otherwise");
      assertEquals(
          HexFormat.of().formatHex(golden.get(name)),
          HexFormat.of().formatHex(Samples.bytes(sample.getValue())),
          name
              + " writes other bytes: record them with -Dwire.record=true if only fields were added");
    }
  }

  private static String line(Map.Entry<String, Message> sample) {
    return sample.getKey() + " " + HexFormat.of().formatHex(Samples.bytes(sample.getValue()));
  }

  /** Every field of every message filled, one sample per choice of a oneof. */
  private static Map<String, Message> samples() {
    var prototypes = new LinkedHashMap<String, Message>();
    for (Topic<?> topic : Topics.all()) {
      prototypes.put(topic.name(), topic.prototype());
    }
    prototypes.put("settled-label", SettledLabel.getDefaultInstance());
    prototypes.put("receipt", Receipt.getDefaultInstance());
    var samples = new LinkedHashMap<String, Message>();
    prototypes.forEach((name, prototype) -> samples.putAll(Samples.of(name, prototype)));
    return samples;
  }
}
