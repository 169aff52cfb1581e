package dev.graft.trainer.stream;

import dev.graft.loop.Wakefulness;
import dev.graft.trainer.fit.FitNews;
import dev.graft.trainer.fit.FitOffice;
import dev.graft.trainer.fit.FitRequest;
import dev.graft.trainer.fit.ShadowNews;
import dev.graft.trainer.fit.ShadowRequest;
import dev.graft.trainer.fit.Wishes;
import dev.graft.trainer.tune.TuneOffice;
import dev.graft.trainer.tune.TuneRequest;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** The tasks that this replica owns just now, over all partitions. */
public final class Desks {
  private final ConcurrentMap<String, TaskDesk> open = new ConcurrentHashMap<>();
  private final Wakefulness wakefulness = new Wakefulness();
  private final FitOffice office;
  private final TuneOffice tunes;
  private final Wishes wishes;

  public Desks(FitOffice office, TuneOffice tunes, Wishes wishes) {
    this.office = office;
    this.tunes = tunes;
    this.wishes = wishes;
  }

  /** By task id, sorted. */
  public Collection<TaskDesk> all() {
    return new TreeMap<>(open).values();
  }

  public Optional<TaskDesk> find(String taskId) {
    return Optional.ofNullable(open.get(taskId));
  }

  /** While there is something to decide or a fit is under way. */
  public Wakefulness wakefulness() {
    return wakefulness;
  }

  Wishes wishes() {
    return wishes;
  }

  void open(TaskDesk desk) {
    open.put(desk.taskId(), desk);
  }

  void close(TaskDesk desk) {
    open.remove(desk.taskId(), desk);
    desk.close();
  }

  Future<?> order(TaskDesk desk, FitRequest request) {
    return office.order(request, news -> deliver(desk, request, news));
  }

  Future<?> order(ShadowRequest request, Consumer<ShadowNews> tell) {
    return office.order(request, tell);
  }

  /**
   * News for a desk that is closed are of no use: whoever has the task now goes on with the run.
   */
  Future<?> order(TaskDesk desk, TuneRequest request) {
    return tunes.order(
        request,
        news -> {
          if (!desk.closed()) {
            desk.tuneMail().add(news);
          }
        });
  }

  /** The fine-tune under way in this process, of any task. */
  Optional<String> tuneRunning() {
    return tunes.running();
  }

  void eraseTune(String runId) {
    tunes.erase(runId);
  }

  /** News for a desk that is closed are told to whoever has the task now, so that people hear. */
  private void deliver(TaskDesk desk, FitRequest request, FitNews news) {
    if (!desk.closed()) {
      desk.mail().add(news);
    } else if (!(news instanceof FitNews.Progress)) {
      find(desk.taskId()).ifPresent(now -> now.mail().add(new FitNews.Orphaned(request)));
    }
  }
}
