package dev.graft.deploy.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.util.Timestamps;
import dev.graft.deploy.Failure;
import dev.graft.deploy.rejects.Found;
import dev.graft.deploy.rejects.RejectLog;
import dev.graft.serdes.Decoded;
import dev.graft.serdes.Decoding;
import dev.graft.topics.Topic;
import dev.graft.topics.Topics;
import dev.graft.v1.InboxEvent;
import dev.graft.v1.Reject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One reject, with all that is known of it. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Shows one reject: headers, reason, and its value if it can be decoded.")
final class RejectShow implements Runnable {
  @Mixin private RunningSystem system = new RunningSystem();

  @Parameters(
      paramLabel = "ID",
      description = "As the list shows it, or TOPIC/PARTITION/OFFSET of its source.")
  private String id = "";

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = "Write the value, byte for byte, to a new file.")
  private @Nullable Path save;

  @Override
  public void run() {
    var place = RejectFilter.place(id);
    var found = new ArrayList<Found>();
    var replayed =
        new RejectLog(system.addresses())
            .each(
                each -> {
                  if (each.isAt(place)) {
                    found.add(each);
                  }
                });
    if (found.isEmpty()) {
      throw new Failure("there is no reject " + id + "; `graft rejects` lists them");
    }
    found.forEach(each -> show(each, replayed.contains(each.id())));
    if (save != null) {
      write(save, found.get(0).reject().getValue());
    }
  }

  private static void show(Found found, boolean replayed) {
    var reject = found.reject();
    System.out.printf("reject   %s%s%n", found.id(), replayed ? " (sent again)" : "");
    System.out.printf(
        "source   %s/%d/%d of %s%n",
        reject.getSourceTopic(),
        reject.getSourcePartition(),
        reject.getSourceOffset(),
        Timestamps.toString(reject.getSourceTime()));
    System.out.printf(
        "refused  by %s at %s%n", reject.getService(), Timestamps.toString(reject.getTime()));
    System.out.printf("fault    %s%n", reject.getFault());
    System.out.printf("reason   %s%n", reject.getReason());
    System.out.printf("key      %s%n", reject.getKey().toStringUtf8());
    reject
        .getHeadersList()
        .forEach(
            header ->
                System.out.printf(
                    "header   %s: %s%n", header.getName(), header.getValue().toStringUtf8()));
    System.out.printf("value    %d bytes%n", reject.getValue().size());
    decoded(reject).ifPresent(Print::message);
  }

  /** The message, a picture in it left out. */
  static Optional<Message> decoded(Reject reject) {
    return Topics.all().stream()
        .filter(topic -> topic.name().equals(reject.getSourceTopic()))
        .filter(topic -> !reject.getValue().isEmpty())
        .flatMap(topic -> decoded(topic, reject).stream())
        .findFirst();
  }

  private static List<Message> decoded(Topic<?> topic, Reject reject) {
    var headers = new RecordHeaders();
    reject
        .getHeadersList()
        .forEach(header -> headers.add(header.getName(), header.getValue().toByteArray()));
    var decoded = Decoding.decode(topic, reject.getValue().toByteArray(), headers);
    return decoded instanceof Decoded.Read<?> read
        ? List.of(withoutPicture(read.value()))
        : List.of();
  }

  private static Message withoutPicture(Message message) {
    if (message instanceof InboxEvent event && event.getImage().hasData()) {
      var note = "%d bytes, left out here".formatted(event.getImage().getData().size());
      var shortened = event.toBuilder();
      shortened.getImageBuilder().setData(ByteString.copyFrom(note, UTF_8));
      return shortened.build();
    }
    return message;
  }

  private static void write(Path file, ByteString bytes) {
    try {
      Files.write(file, bytes.toByteArray(), java.nio.file.StandardOpenOption.CREATE_NEW);
      System.out.printf("wrote %d bytes to %s%n", bytes.size(), file);
    } catch (IOException e) {
      throw new Failure("can't write a new file " + file + ": " + e, e);
    }
  }
}
