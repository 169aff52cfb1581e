package dev.graft.blobs;

import io.minio.AbortMultipartUploadArgs;
import io.minio.ListMultipartUploadsArgs;
import io.minio.MinioAsyncClient;
import io.minio.errors.MinioException;
import io.minio.messages.ListMultipartUploadsResult;
import io.minio.messages.ListMultipartUploadsResult.Upload;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Uploads in parts that nobody completes; only the asynchronous client can list them. */
record UnfinishedUploads(MinioAsyncClient client, String bucket) {

  int abandon(Instant begunBefore) throws MinioException, IOException {
    int abandoned = 0;
    @Nullable ListMultipartUploadsResult page = null;
    do {
      page = after(page);
      for (var upload : page.uploads()) {
        if (upload.initiated().toInstant().isBefore(begunBefore)) {
          abort(upload);
          abandoned++;
        }
      }
    } while (page.isTruncated());
    return abandoned;
  }

  private ListMultipartUploadsResult after(@Nullable ListMultipartUploadsResult page)
      throws MinioException, IOException {
    var asked = ListMultipartUploadsArgs.builder().bucket(bucket);
    if (page != null) {
      asked.keyMarker(page.nextKeyMarker()).uploadIdMarker(page.nextUploadIdMarker());
    }
    return joined(client.listMultipartUploads(asked.build())).result();
  }

  private void abort(Upload upload) throws MinioException, IOException {
    joined(
        client.abortMultipartUpload(
            AbortMultipartUploadArgs.builder()
                .bucket(bucket)
                .object(upload.objectName())
                .uploadId(upload.uploadId())
                .build()));
  }

  private static <T> T joined(CompletableFuture<T> asked) throws MinioException, IOException {
    try {
      return asked.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof MinioException refused) {
        throw refused;
      }
      throw e.getCause() instanceof IOException broken ? broken : new IOException(e.getCause());
    }
  }
}
