package dev.graft.inference.serve;

import dev.graft.v1.VersionRef;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Versions that requests name themselves: from the shelf, or else loaded once for all who wait, a
 * few at a time.
 */
public final class Pins implements AutoCloseable {

  /** What became of a wish for a version. */
  public sealed interface Pinned {
    /** Close it when the answer is made. */
    record Held(Resident resident) implements Pinned {}

    /** It fails its checks. */
    record Refused(String why) implements Pinned {}

    /** Too many other versions are being loaded, or the store is down. */
    record NotNow(String why) implements Pinned {}
  }

  private final Shelves shelves;
  private final Swapper swapper;
  private final int mostLoads;
  private final ExecutorService threads;
  private final Map<String, CompletableFuture<Loaded>> loading = new ConcurrentHashMap<>();

  public Pins(Shelves shelves, Swapper swapper, int mostLoads) {
    this.shelves = shelves;
    this.swapper = swapper;
    this.mostLoads = mostLoads;
    this.threads =
        Executors.newFixedThreadPool(
            mostLoads,
            task -> {
              var thread = new Thread(task, "pin");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Never blocks. */
  public CompletableFuture<Pinned> pin(String taskId, VersionRef ref) {
    var task = shelves.of(taskId);
    var there =
        task.shelf.has(ref) ? task.shelf.resident(ref.getVersion()) : Optional.<Resident>empty();
    if (there.isPresent()) {
      return done(new Pinned.Held(there.get()));
    }
    var refused = task.whyRefused(ref);
    if (refused.isPresent()) {
      return done(new Pinned.Refused(refused.get()));
    }
    var load = load(task, ref);
    return load == null
        ? done(new Pinned.NotNow(mostLoads + " other versions are being loaded; try again later"))
        : load.thenApply(loaded -> held(task, ref, loaded));
  }

  private synchronized @Nullable CompletableFuture<Loaded> load(TaskServing task, VersionRef ref) {
    var key = task.taskId + "/" + ref.getVersion();
    var running = loading.get(key);
    if (running != null || loading.size() >= mostLoads) {
      return running;
    }
    var load = CompletableFuture.supplyAsync(() -> swapper.load(task, ref), threads);
    loading.put(key, load);
    return load.whenComplete(
        (loaded, failed) -> {
          loading.remove(key);
          swapper.report(task);
        });
  }

  private static Pinned held(TaskServing task, VersionRef ref, Loaded loaded) {
    if (loaded instanceof Loaded.Bad bad) {
      return new Pinned.Refused(bad.why());
    }
    if (loaded instanceof Loaded.Missing missing) {
      return new Pinned.NotNow(missing.why());
    }
    if (loaded instanceof Loaded.Later later) {
      return new Pinned.NotNow(later.why());
    }
    return task.shelf
        .resident(ref.getVersion())
        .<Pinned>map(Pinned.Held::new)
        .orElseGet(
            () ->
                new Pinned.NotNow(
                    "version " + ref.getVersion() + " was pushed out by others; try again"));
  }

  private static CompletableFuture<Pinned> done(Pinned pinned) {
    return CompletableFuture.completedFuture(pinned);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
