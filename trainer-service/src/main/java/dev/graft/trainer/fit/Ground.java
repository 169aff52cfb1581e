package dev.graft.trainer.fit;

import dev.graft.trainer.dataset.Dataset;
import dev.graft.trainer.dataset.Row;
import dev.graft.trainer.dataset.TaskExamples;
import dev.graft.trainer.dataset.Wish;
import dev.graft.trainer.publish.Forerunner;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import dev.graft.vision.backbone.BadWeightsException;
import dev.graft.vision.backbone.Tail;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a fit stands on: the examples in the backbone's own space, or in that of a tail which the
 * task has made. A tail that was just tuned goes before the newest version's, and that before none,
 * so that heads are refreshed on what serves.
 *
 * @param data in the space of the tail, if there is one; vectors of earlier spaces are there too
 * @param withoutPixels examples that could not be sent through the tail
 */
record Ground(Dataset data, Optional<Tail> tail, int withoutPixels) {

  static Ground of(FitRequest request, List<Forerunner> recent, TailVectors vectors)
      throws BadWeightsException, InterruptedException {
    Optional<Tail> parents = parents(request, recent);
    Optional<Tail> own = request.candidate().or(() -> parents);
    if (own.isEmpty()) {
      return published(request, 0);
    }
    BackboneSpec spec = Wishes.specOf(request.spec().getBackbone());
    List<Tail> tails = Stream.concat(own.stream(), parents.stream()).distinct().toList();
    List<Row> taken = request.snapshot().rows().stream().filter(request.wish()::takes).toList();
    var snapshot =
        new TaskExamples.Snapshot(
            request.snapshot().sequence(), vectors.with(request.taskId(), spec, tails, taken));
    Wish wish =
        new Wish(
            request.wish().classes(),
            Backbone.spaceOf(spec, own.get()).id(),
            request.wish().width());
    Dataset data = Dataset.of(snapshot, wish);
    int without = taken.size() - data.picks().size();
    return data.train().isEmpty() ? published(request, without) : new Ground(data, own, without);
  }

  private static Ground published(FitRequest request, int withoutPixels) {
    return new Ground(
        Dataset.of(request.snapshot(), request.wish()), Optional.empty(), withoutPixels);
  }

  /** Of the newest version, while the task still names the backbone that it was made for. */
  private static Optional<Tail> parents(FitRequest request, List<Forerunner> recent) {
    return recent.stream()
        .findFirst()
        .filter(
            parent ->
                parent
                    .tail()
                    .filter(
                        tail ->
                            Backbone.spaceOf(Wishes.specOf(request.spec().getBackbone()), tail)
                                .id()
                                .equals(parent.space()))
                    .isPresent())
        .flatMap(Forerunner::tail);
  }
}
