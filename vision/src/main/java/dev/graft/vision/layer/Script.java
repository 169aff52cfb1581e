package dev.graft.vision.layer;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Functions of PyTorch that DJL does not bind, called through a TorchScript module of one line
 * each. It holds no arrays, so it serves every device, many threads at once, and lives as long as
 * the process.
 */
final class Script {
  /** Of the serialised form: PyTorch's caffe2/serialize/versions.h; any from 3 on is read. */
  private static final String FORMAT = "3\n";

  private static final String HEAD =
      """
      class Functions(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool
      """;

  /** Pickled: an object of that class whose {@code training} is false. */
  private static final String OBJECT =
      "\u0080\u0002c__torch__\n"
          + "Functions\n"
          + "q\u0000)\u0081}(X\u0008\u0000\u0000\u0000trainingq\u0001\u0089ubq\u0002.";

  /** Pickled: an empty tuple. */
  private static final String NO_CONSTANTS = "\u0080\u0002).";

  private final long module; // of PyTorch's; never freed

  private Script(long module) {
    this.module = module;
  }

  /**
   * A function in TorchScript's own words.
   *
   * @param parameters such as {@code x: Tensor, times: int}
   * @param answer an expression of them
   */
  record Function(String name, String parameters, String answer) {
    private String text() {
      return "  def %s(self: __torch__.Functions, %s) -> Tensor:\n    return %s\n"
          .formatted(name, parameters, answer);
    }
  }

  /**
   * Compiles functions.
   *
   * @throws ai.djl.engine.EngineException if this PyTorch lacks an operator of theirs
   */
  static Script of(List<Function> functions) {
    var text = new StringBuilder(HEAD);
    functions.forEach(function -> text.append(function.text()));
    try {
      var file = new ByteArrayInputStream(file(text.toString()));
      return new Script(JniUtils.loadModuleHandle(file, Device.cpu(), false, false));
    } catch (IOException e) {
      throw new UncheckedIOException("of memory", e);
    }
  }

  /** What torch.jit.save would write: a ZIP file, nothing in it compressed. */
  private static byte[] file(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      put(zip, "data.pkl", OBJECT.getBytes(StandardCharsets.ISO_8859_1));
      put(zip, "code/__torch__.py", text.getBytes(StandardCharsets.UTF_8));
      put(zip, "constants.pkl", NO_CONSTANTS.getBytes(StandardCharsets.ISO_8859_1));
      put(zip, "version", FORMAT.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    var entry = new ZipEntry("functions/" + name);
    var check = new CRC32();
    check.update(content);
    entry.setCrc(check.getValue());
    entry.setSize(content.length);
    zip.putNextEntry(entry);
    zip.write(content);
  }

  /**
   * A function's answer, an array of the owner's.
   *
   * @param arrays its first arguments
   * @param others its further ones
   */
  NDArray call(NDManager owner, String function, List<NDArray> arrays, IValue... others) {
    long answer = run(function, arrays, others);
    try {
      return HiddenFunctions.array(owner, answer);
    } finally {
      HiddenFunctions.delete(answer);
    }
  }

  /** Calls a function that writes its answer over the array. */
  void overwrite(String function, NDArray x) {
    HiddenFunctions.delete(run(function, List.of(x)));
  }

  private long run(String function, List<NDArray> arrays, IValue... others) {
    var arguments = new long[arrays.size() + others.length];
    int made = 0;
    try {
      for (NDArray array : arrays) {
        arguments[made] = HiddenFunctions.argument(array);
        made++;
      }
      for (int i = 0; i < others.length; i++) {
        arguments[made + i] = others[i].getHandle();
      }
      return HiddenFunctions.run(module, function, arguments);
    } finally {
      for (int i = 0; i < made; i++) {
        HiddenFunctions.delete(arguments[i]); // nothing of the array is freed by that
      }
    }
  }
}
