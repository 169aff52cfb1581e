package dev.graft.vision.tensors;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Reads a safetensors file from a stream, once, from front to back. Believes nothing: sizes,
 * offsets, names, dtypes and shapes are checked before any tensor is read, values as they are read,
 * and no more memory is taken than bytes have really come.
 *
 * @see <a href="https://huggingface.co/docs/safetensors">the format</a>
 */
public final class SafetensorsReader {
  /** The longest header read; a network of a thousand tensors needs about 100 KB. */
  static final int MAX_HEADER_BYTES = 8 << 20;

  private static final int CHUNK_BYTES = 1 << 16;

  private static final String PICKLE =
      "this is a PyTorch file (.pth, .pt), which is never read since reading it can run code;"
          + " convert it in Python: import torch, safetensors.torch as s;"
          + " s.save_file({k: v.contiguous() for k, v in torch.load('IN.pth', weights_only=True,"
          + " map_location='cpu').items()}, 'OUT.safetensors')";

  /** Takes tensors one by one. */
  @FunctionalInterface
  public interface Sink {
    void accept(NamedTensor tensor) throws IOException;
  }

  private final InputStream in;
  private final SafetensorsHeader header;
  private final byte[] chunk = new byte[CHUNK_BYTES];

  /**
   * Reads and checks the header; the stream stays the caller's to close.
   *
   * @throws BadTensorsException if it breaks a rule of the format
   */
  public SafetensorsReader(InputStream in) throws IOException {
    this.in = in;
    byte[] length = in.readNBytes(8);
    if (length.length < 8) {
      throw new BadTensorsException("the file ends before its header's length");
    }
    long bytes = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (bytes < 2 || bytes > MAX_HEADER_BYTES) {
      if (isPickle(length)) {
        throw new BadTensorsException(PICKLE);
      }
      throw new BadTensorsException(
          "the header claims " + Long.toUnsignedString(bytes) + " bytes, at most 8 MiB are read");
    }
    byte[] json = in.readNBytes((int) bytes);
    if (json.length < bytes) {
      throw new BadTensorsException("the file ends within its header");
    }
    this.header = SafetensorsHeader.parse(json);
  }

  /** torch.save writes a zip archive, or once wrote a pickle that begins with its protocol. */
  private static boolean isPickle(byte[] beginning) {
    boolean zip = beginning[0] == 'P' && beginning[1] == 'K' && beginning[2] == 3;
    return zip || (beginning[0] & 0xff) == 0x80 && beginning[1] >= 2 && beginning[1] <= 5;
  }

  /** Everything the header names, in file order. */
  public List<TensorInfo> tensors() {
    return List.copyOf(header.tensors());
  }

  /** What the file says of itself. */
  public Map<String, String> metadata() {
    return Map.copyOf(header.metadata());
  }

  /**
   * Hands over the wanted tensors in file order and steps over the rest; to be called once.
   *
   * @throws BadTensorsException if the file is cut off or goes on, or a wanted tensor is of a dtype
   *     that is not read or holds a value that is not finite
   */
  public void read(Predicate<TensorInfo> wanted, Sink sink) throws IOException {
    for (TensorInfo tensor : header.tensors()) {
      if (wanted.test(tensor)) {
        sink.accept(new NamedTensor(tensor.name(), tensor.shape(), values(tensor)));
      } else {
        skip(tensor);
      }
    }
    if (in.read() >= 0) {
      throw new BadTensorsException("the file goes on after its last tensor");
    }
  }

  /** Every tensor of a dtype that is read, by name. */
  public static Map<String, NamedTensor> readAll(InputStream in) throws IOException {
    var all = new LinkedHashMap<String, NamedTensor>();
    new SafetensorsReader(in)
        .read(info -> info.dtype().readable(), tensor -> all.put(tensor.name(), tensor));
    return all;
  }

  private float[] values(TensorInfo tensor) throws IOException {
    if (!tensor.dtype().readable() || tensor.size() > Integer.MAX_VALUE - 8) {
      throw bad(tensor, "is of a dtype or size that is not read");
    }
    int size = (int) tensor.size();
    var values = new float[Math.min(size, CHUNK_BYTES)];
    int at = 0;
    while (at < size) {
      int count = Math.min(size - at, CHUNK_BYTES / tensor.dtype().bytes());
      ByteBuffer bytes = next(tensor, count * tensor.dtype().bytes());
      if (at + count > values.length) { // grows only as bytes really come
        values = Arrays.copyOf(values, (int) Math.min(size, 2L * values.length + count));
      }
      for (int end = at + count; at < end; at++) {
        values[at] = tensor.dtype().next(bytes);
        if (!Float.isFinite(values[at])) {
          throw bad(tensor, "holds " + values[at] + " at index " + at);
        }
      }
    }
    return values;
  }

  private ByteBuffer next(TensorInfo tensor, int bytes) throws IOException {
    if (in.readNBytes(chunk, 0, bytes) < bytes) {
      throw bad(tensor, "is cut off");
    }
    return ByteBuffer.wrap(chunk, 0, bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Reads and forgets: whoever digests the stream must see these bytes too. */
  private void skip(TensorInfo tensor) throws IOException {
    for (long left = tensor.end() - tensor.begin(); left > 0; left -= CHUNK_BYTES) {
      next(tensor, (int) Math.min(left, CHUNK_BYTES));
    }
  }

  private static BadTensorsException bad(TensorInfo tensor, String what) {
    return new BadTensorsException("tensor " + tensor + " " + what);
  }
}
