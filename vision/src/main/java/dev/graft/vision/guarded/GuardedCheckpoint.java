package dev.graft.vision.guarded;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.graft.vision.tensors.NamedTensor;
import dev.graft.vision.tensors.SafetensorsReader;
import dev.graft.vision.tensors.SafetensorsWriter;
import dev.graft.vision.tune.Checkpoint;
import dev.graft.vision.tune.EpochReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Where a guarded fine-tune stands, as one file: the header as JSON, state and tensors of the part
 * that runs, and the weights that it began with, each behind its length.
 *
 * @param partStart of every part but the first
 */
record GuardedCheckpoint(Header header, Checkpoint running, List<NamedTensor> partStart) {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  /**
   * All of it but arrays.
   *
   * @param part how often it began again
   * @param helped whether a part that is over was better than the beginning
   * @param epochs so far, of all parts
   * @param spentMillis so far, by the caller's measure
   * @param reports of the parts that are over
   */
  record Header(
      int part,
      boolean helped,
      int epochs,
      long spentMillis,
      List<EpochReport> reports,
      GuardWatch.Memory watch) {}

  byte[] bytes() {
    try {
      return joined(
          List.of(
              JSON.writeValueAsBytes(header),
              running.state(),
              running.tensors(),
              SafetensorsWriter.bytes(partStart)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] joined(List<byte[]> files) {
    ByteBuffer all =
        ByteBuffer.allocate(files.stream().mapToInt(file -> Integer.BYTES + file.length).sum());
    files.forEach(file -> all.putInt(file.length).put(file));
    return all.array();
  }

  /**
   * Reads what {@link #bytes} has written.
   *
   * @throws IOException if it is broken
   */
  static GuardedCheckpoint parse(byte[] file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(file);
    Header header = JSON.readValue(next(in), Header.class);
    byte[] state = next(in);
    byte[] tensors = next(in);
    var start = SafetensorsReader.readAll(new ByteArrayInputStream(next(in)));
    return new GuardedCheckpoint(
        header, new Checkpoint(tensors, state), List.copyOf(start.values()));
  }

  private static byte[] next(ByteBuffer in) throws IOException {
    try {
      byte[] bytes = new byte[in.getInt()];
      in.get(bytes);
      return bytes;
    } catch (BufferUnderflowException | NegativeArraySizeException e) {
      throw new IOException("the checkpoint is cut off", e);
    }
  }
}
