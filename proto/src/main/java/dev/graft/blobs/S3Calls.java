package dev.graft.blobs;

import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** What the end of a call to the store means: an answer, an absent object, a broken world. */
record S3Calls(StoreAddress address) {
  private static final Set<String> ABSENT = Set.of("NoSuchKey", "NoSuchObject", "NoSuchVersion");
  // 409: another create of the same key is under way, and will win.
  private static final Set<String> TAKEN =
      Set.of("PreconditionFailed", "ConditionalRequestConflict");

  interface Call<T> {
    T ask() throws MinioException, IOException;
  }

  /** False if the key was taken. */
  boolean created(String key, Call<?> call) {
    return asked(
        "create " + key,
        () -> {
          try {
            call.ask();
            return true;
          } catch (ErrorResponseException e) {
            if (TAKEN.contains(e.errorResponse().code())) {
              return false;
            }
            throw e;
          }
        });
  }

  /** Empty if there is no such object. */
  <T> Optional<T> present(String what, Call<T> call) {
    return asked(
        what,
        () -> {
          try {
            return Optional.of(call.ask());
          } catch (ErrorResponseException e) {
            if (ABSENT.contains(e.errorResponse().code())) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  /**
   * @throws StoreUnavailableException if the store could not do it
   */
  <T> T asked(String what, Call<T> call) {
    try {
      return call.ask();
    } catch (MinioException
        | IOException
        | IllegalStateException e) { // the client wraps a refused connection in the last
      throw new StoreUnavailableException(
          "can't " + what + " in " + address + ": " + e.getMessage(), e);
    }
  }
}
