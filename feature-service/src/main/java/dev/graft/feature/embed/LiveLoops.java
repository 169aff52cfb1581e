package dev.graft.feature.embed;

import dev.graft.loop.LoopHealth;
import dev.graft.loop.Runs;
import dev.graft.loop.StepLoop;
import dev.graft.v1.ImageFact;
import java.util.List;

/**
 * The loops over the live images. Each has its share of the partitions; while one waits for its
 * transaction or its next poll, the pictures of another keep the crew busy.
 */
public record LiveLoops(List<StepLoop<ImageFact>> loops) implements Runs {

  @Override
  public LiveLoops start() {
    loops.forEach(StepLoop::start);
    return this;
  }

  @Override
  public String name() {
    return loops.get(0).name();
  }

  @Override
  public LoopHealth health() {
    return loops.stream()
        .map(StepLoop::health)
        .filter(health -> !health.alive() || !health.ready())
        .findFirst()
        .orElseGet(loops.get(0)::health);
  }

  @Override
  public void close() {
    loops.forEach(StepLoop::close);
  }
}
