package dev.graft.deploy.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Asks more of the train pictures whether a fine-tune is better than the head alone, where the
 * fifth that was held back does not say so clearly: another fifth is held back, head and fine-tune
 * learn from the others, and all answers are judged together.
 */
final class FurtherFifths {
  private static final int PARTS = 5;

  /** A head for each fifth, and what was estimated too low. */
  private static final double MARGIN = 1.2;

  private FurtherFifths() {}

  /** What both answer to the same pictures, each of them held back. */
  record Opinion(Answers alone, Answers tuned) {
    boolean forFineTuning() {
      return Choice.better(tuned, alone);
    }

    private boolean isClear() {
      return Math.abs(Choice.moreRight(tuned, alone)) > 1;
    }

    Opinion and(Answers otherAlone, Answers otherTuned) {
      return new Opinion(alone.and(otherAlone), tuned.and(otherTuned));
    }

    /** An entry that says by how many pictures it was chosen or not, and how clearly. */
    Entry noted(Entry entry) {
      var settings = new HashMap<>(entry.settings());
      settings.put("heldBackAltogether", alone.labels().length);
      settings.put("accuracyOnAllHeldBack", tuned.accuracy());
      settings.put("lossOnAllHeldBack", tuned.calibratedLoss());
      settings.put("accuracyOfTheHeadAloneOnAllHeldBack", alone.accuracy());
      settings.put("lossOfTheHeadAloneOnAllHeldBack", alone.calibratedLoss());
      return entry.with(settings);
    }
  }

  /** Of as many fifths as it takes, while there is time for them and a refit. */
  static Opinion of(TuneGround ground, FineTunes.Trained best, LabOptions options, TuneTime time)
      throws IOException, InterruptedException {
    var opinion = new Opinion(ground.alone(), best.validation());
    double refit = time.refit(best);
    for (int part = 1; part < PARTS && !opinion.isClear(); part++) {
      if (!best.whole() || time.seconds() < refit + MARGIN * time.trial(best)) {
        break;
      }
      TuneGround turned = ground.with(turned(ground.embedded(), part));
      var again =
          new FineTunes(turned, options)
              .trained(best.way(), best.epochs(), time.until(best.way(), refit));
      if (again.outOfTime()) {
        break;
      }
      opinion = opinion.and(turned.alone(), again.validation());
      options.say().accept(said(part, turned.alone(), again.validation()));
    }
    return opinion;
  }

  private static String said(int part, Answers alone, Answers tuned) {
    return "held back fifth %d too: right and log-loss %s, of the head alone %s"
        .formatted(part + 1, said(tuned), said(alone));
  }

  private static String said(Answers answers) {
    return "%.3f %.3f".formatted(answers.accuracy(), answers.calibratedLoss());
  }

  /** With another fifth of each class held back, by the lot that the first one was drawn by. */
  static List<Embedded> turned(List<Embedded> embedded, int part) {
    Map<Integer, Long> held =
        embedded.stream()
            .map(Embedded::picture)
            .filter(picture -> picture.part() == LabPicture.Part.VALIDATION)
            .collect(Collectors.groupingBy(LabPicture::label, Collectors.counting()));
    var turned = new ArrayList<Embedded>();
    for (Embedded one : embedded) {
      LabPicture picture = one.picture();
      LabPicture.Part now =
          switch (picture.part()) {
            case TEST -> LabPicture.Part.TEST;
            case VALIDATION -> LabPicture.Part.FIT;
            case FIT ->
                picture.rank() / held.getOrDefault(picture.label(), 1L) == part - 1
                    ? LabPicture.Part.VALIDATION
                    : LabPicture.Part.FIT;
          };
      turned.add(
          new Embedded(
              new LabPicture(picture.file(), now, picture.label(), picture.rank()), one.stages()));
    }
    return turned;
  }
}
