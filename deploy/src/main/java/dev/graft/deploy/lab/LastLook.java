package dev.graft.deploy.lab;

import dev.graft.vision.tune.CutInputs;
import dev.graft.vision.tune.EpochReport;
import dev.graft.vision.tune.SplitNetwork;
import dev.graft.vision.tune.TuneListener;
import dev.graft.vision.tune.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What the weights of a fine-tune's last epoch answer, before its best ones come back. The best of
 * six epochs looks better on the pictures that it was picked by than it is.
 */
final class LastLook implements TuneListener {
  private final TuneGround ground;
  private final SplitNetwork split;
  private final CutInputs inputs;
  private final int epochs;
  private boolean reached;
  private Answers validation;
  private Answers test;

  /**
   * Has not looked yet.
   *
   * @param epochs the number of the last one; 0 for never
   */
  LastLook(TuneGround ground, SplitNetwork split, CutInputs inputs, int epochs) {
    this.ground = ground;
    this.split = split;
    this.inputs = inputs;
    this.epochs = epochs;
    this.validation = new Answers(new float[0][], new int[0]);
    this.test = validation;
  }

  @Override
  public Verdict onEpoch(EpochReport report) {
    if (epochs > 0 && report.epoch() == epochs) {
      reached = true;
      look();
    }
    return Verdict.goOn();
  }

  /** At what the weights answer now. */
  void look() {
    try {
      validation = ground.answers(split, inputs, LabPicture.Part.VALIDATION);
      test = ground.answers(split, inputs, LabPicture.Part.TEST);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean reached() {
    return reached;
  }

  Answers validation() {
    return validation;
  }

  Answers test() {
    return test;
  }
}
