package dev.graft.trainer.tune;

import dev.graft.blobs.BlobStores;
import dev.graft.blobs.StoreAddress;
import java.nio.file.Path;
import java.util.Set;

/** A process that fine-tunes until somebody kills it. */
public final class TuneChild {
  private TuneChild() {}

  public static void main(String[] arguments) {
    var store =
        BlobStores.s3(
            new StoreAddress(
                arguments[0], arguments[1], arguments[2], arguments[3], "us-east-1", Set.of()));
    var request =
        TuneRuns.request(
            store, arguments[4], Integer.parseInt(arguments[5]), Integer.parseInt(arguments[6]));
    TuneRuns.job(store, Path.of(arguments[7])).run(request, news -> {});
  }
}
