package dev.graft.bench.predict;

import com.google.protobuf.ByteString;
import dev.graft.bench.material.Material;
import dev.graft.v1.EmbeddingInput;
import dev.graft.v1.PredictRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The load generator's process. Arguments: address, task, folder of pictures, how many; or address,
 * task, space of embeddings, how many, their width. Requests: {@code closed CONCURRENCY
 * MILLISECONDS} and {@code open RATE MILLISECONDS}, whose answers are {@link Tally} lines, and
 * {@code alone FROM N}, answered with the milliseconds of each of N calls, one after the other.
 */
public final class LoadMain {
  private LoadMain() {}

  public static void main(String[] arguments) throws Exception {
    int count = Integer.parseInt(arguments[3]);
    var requests =
        arguments.length > 4
            ? embeddings(arguments[1], arguments[2], count, Integer.parseInt(arguments[4]))
            : Material.pictures(Path.of(arguments[2]), count).stream()
                .map(picture -> request(arguments[1], picture))
                .toList();
    try (var calls = new Calls(arguments[0])) {
      serve(calls, requests);
    }
    System.exit(0);
  }

  private static byte[] request(String task, byte[] picture) {
    return PredictRequest.newBuilder()
        .setTaskId(task)
        .setImage(ByteString.copyFrom(picture))
        .build()
        .toByteArray();
  }

  private static List<byte[]> embeddings(String task, String space, int count, int width) {
    var random = new Random(count);
    return IntStream.range(0, count)
        .mapToObj(
            number -> {
              var embedding = EmbeddingInput.newBuilder().setSpace(space);
              random.doubles(width).forEach(value -> embedding.addVector((float) value));
              return PredictRequest.newBuilder()
                  .setTaskId(task)
                  .setImageId("embedding-" + number)
                  .setEmbedding(embedding)
                  .build()
                  .toByteArray();
            })
        .toList();
  }

  private static void serve(Calls calls, List<byte[]> requests)
      throws IOException, InterruptedException {
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      var words = line.split(" ");
      System.out.println("= " + answer(words, calls, requests));
    }
  }

  private static String answer(String[] words, Calls calls, List<byte[]> requests)
      throws InterruptedException {
    if (words[0].equals("alone")) {
      var client = new OneClient(calls, requests);
      return Arrays.toString(client.ask(Integer.parseInt(words[1]), Integer.parseInt(words[2])));
    }
    var span = Duration.ofMillis(Long.parseLong(words[2]));
    return words[0].equals("closed")
        ? new ClosedLoop(calls, requests).run(Integer.parseInt(words[1]), span).line()
        : new OpenLoop(calls, requests).run(Double.parseDouble(words[1]), span).line();
  }
}
