package dev.graft.vision.bundle;

/** A bundle that must not serve: which of its files is wrong, and how. */
public final class BadBundleException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String file;

  public BadBundleException(String file, String what) {
    super(file + ": " + what);
    this.file = file;
  }

  public BadBundleException(String file, String what, Throwable cause) {
    super(file + ": " + what, cause);
    this.file = file;
  }

  /** Name of the file that is wrong, e.g. {@code head.safetensors}. */
  public String file() {
    return file;
  }
}
