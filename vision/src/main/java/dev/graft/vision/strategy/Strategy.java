package dev.graft.vision.strategy;

import java.util.List;

/** A way to learn a task with a pretrained network, from the cheapest to the dearest. */
public sealed interface Strategy {
  String why();

  /** The name in commands and reports. */
  String name();

  /** A head on the frozen embedding. */
  record FeaturesOnly(String why) implements Strategy {
    @Override
    public String name() {
      return "features";
    }
  }

  /**
   * A head on the mean of an earlier map; which one, folds inside the train split decide.
   *
   * @param taps stages to try, shallow to deep, the last stage among them
   */
  record EarlierTap(List<String> taps, String why) implements Strategy {
    @Override
    public String name() {
      return "earlier-tap";
    }
  }

  /**
   * The stages from the cut on are trained together, each at a rate of its own.
   *
   * @param cut first stage that is trained
   */
  record Partial(String cut, String why) implements Strategy {
    @Override
    public String name() {
      return "partial";
    }
  }

  /**
   * The head first, then stage after stage from the end, each phase kept only if it helped.
   *
   * @param cuts first trained stage of each phase after the head's, deep to shallow
   */
  record Gradual(List<String> cuts, String why) implements Strategy {
    @Override
    public String name() {
      return "gradual";
    }
  }

  /** Every stage is trained. */
  record Full(String why) implements Strategy {
    @Override
    public String name() {
      return "full";
    }
  }
}
