package dev.graft.feature.space;

import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.EmbeddingSpeed;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures which batch size and layout are fastest here. On the side: images go on with the plan
 * that a backbone begins with, so that a restart under load costs no seconds.
 */
public final class FastestPlan implements Consumer<Backbone> {
  private static final Logger LOG = LoggerFactory.getLogger(FastestPlan.class);

  @Override
  public void accept(Backbone backbone) {
    var thread = new Thread(() -> measure(backbone), "graft-measure-" + backbone.spec().name());
    thread.setDaemon(true);
    thread.start();
  }

  private static void measure(Backbone backbone) {
    try {
      backbone.use(EmbeddingSpeed.measure(backbone));
      LOG.info("{} runs fastest with {}", backbone.spec(), backbone.plan());
    } catch (IllegalStateException freed) { // no task names it any more
      LOG.debug("{} was freed while measured", backbone.spec());
    }
  }
}
