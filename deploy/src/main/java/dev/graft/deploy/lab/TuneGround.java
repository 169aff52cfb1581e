package dev.graft.deploy.lab;

import dev.graft.deploy.Failure;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.head.FittedHead;
import dev.graft.vision.head.LabelledEmbeddings;
import dev.graft.vision.head.SoftmaxFit;
import dev.graft.vision.head.SoftmaxFitOptions;
import dev.graft.vision.tune.CutInputs;
import dev.graft.vision.tune.HeadStart;
import dev.graft.vision.tune.LabelledPicture;
import dev.graft.vision.tune.Recipe;
import dev.graft.vision.tune.SplitNetwork;
import dev.graft.vision.tune.TuneSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What every fine-tune of an experiment begins with: activations at the usual cut, embeddings, the
 * head that is fitted on them, and what time things take.
 *
 * @param embedded pictures that went through in time
 * @param heads on the embeddings
 * @param judged the head alone: fitted without the held-back pictures
 * @param forward seconds of one picture's pass through the whole network, on one thread
 * @param tailCost of epochs from kept activations
 * @param seconds that all this took
 * @param millis of a forward pass of one picture
 */
record TuneGround(
    CutSource source,
    LabSet set,
    List<Embedded> embedded,
    HeadTrial heads,
    HeadTrial.Judged judged,
    double forward,
    EpochCost tailCost,
    double seconds,
    double millis) {
  static final int BATCH = 32;

  /** Share of the time in which all pictures go through the trunk, and that for mirrored ones. */
  private static final double PLAIN = 0.4;

  private static final double MIRRORED = 0.5;

  /** What an experiment does with it. */
  @FunctionalInterface
  interface Use {
    List<Entry> of(TuneGround ground) throws IOException, InterruptedException;
  }

  /** Prepares, lets it be used, and throws the activations away. */
  static List<Entry> use(
      WeightsFile weights,
      LabSet set,
      LabOptions options,
      Deadline deadline,
      List<String> remarks,
      Use use)
      throws InterruptedException {
    try (var folder = new ActivationFolder()) {
      return use.of(
          SmallPictures.ground(folder.source(weights, options), set, options, deadline, remarks));
    } catch (IOException e) {
      throw new Failure("can't keep activations: " + e.getMessage(), e);
    }
  }

  /**
   * Sends the pictures through the network once and fits the head.
   *
   * @param mirrored whether mirrored ones follow, while there is time
   */
  static TuneGround prepare(
      CutSource source,
      LabSet set,
      LabOptions options,
      Deadline deadline,
      boolean mirrored,
      List<String> remarks)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    double left = deadline.left().toNanos();
    var warmed =
        WarmCut.of(
            source,
            set,
            new Deadline(began + (long) (PLAIN * left)),
            new Deadline(began + (long) (mirrored ? MIRRORED * left : 0)),
            options.progress());
    var embedded = warmed.embedded();
    if (embedded.isEmpty()) {
      throw new Failure("no picture is left to learn from: allow more with --minutes");
    }
    Lab.remarkMissing(set, embedded, remarks);
    var heads = new HeadTrial(embedded, 0, set.classes());
    var judged = heads.judged();
    double millis;
    try (Backbone backbone =
        source.weights().load(source.input(), options.device(), Backbone::load)) {
      millis = BackbonesLab.millis(backbone, set);
    }
    return new TuneGround(
        source,
        set,
        embedded,
        heads,
        judged,
        warmed.seconds(),
        CostProbe.ofTail(
            source,
            set.classes(),
            embedded.stream().map(one -> CutSource.labelled(one.picture())).toList()),
        (System.nanoTime() - began) / 1e9,
        millis);
  }

  /** The same with other pictures held back or other embeddings of them, and a head for these. */
  TuneGround with(List<Embedded> others) throws InterruptedException {
    var anew = new HeadTrial(others, 0, set.classes());
    return new TuneGround(
        source, set, others, anew, anew.judged(), forward, tailCost, seconds, millis);
  }

  List<LabelledPicture> of(LabPicture.Part part) {
    return embedded.stream()
        .map(Embedded::picture)
        .filter(picture -> picture.part() == part)
        .map(CutSource::labelled)
        .toList();
  }

  /** The fit part to learn from, the held-back one to judge by. */
  TuneSet trial() {
    return new TuneSet(set.classes(), of(LabPicture.Part.FIT), of(LabPicture.Part.VALIDATION));
  }

  /** Both to learn from, and nothing held back. */
  TuneSet all() {
    var both = new ArrayList<>(of(LabPicture.Part.FIT));
    both.addAll(of(LabPicture.Part.VALIDATION));
    return new TuneSet(set.classes(), both, List.of());
  }

  private LabelledEmbeddings fitPart() {
    return heads.data(picture -> picture.part() == LabPicture.Part.FIT);
  }

  /** The head alone, as sure of itself as a recipe wants it. */
  HeadStart.Fitted head(Recipe recipe) {
    return HeadStart.Fitted.towards(recipe.labelSmoothing(), judged.head(), fitPart());
  }

  /** Its training loss, as a recipe counts it. */
  double startLoss(Recipe recipe) {
    return head(recipe).loss(recipe.labelSmoothing(), fitPart());
  }

  /** A head on all of the train pictures, by the penalty and temperature of the judged one. */
  HeadStart.Fitted headOfAll(Recipe recipe) throws InterruptedException {
    var options = SoftmaxFitOptions.choosing();
    FittedHead head = judged.head();
    LabelledEmbeddings all = heads.data(picture -> picture.part() != LabPicture.Part.TEST);
    FittedHead fitted =
        SoftmaxFit.fit(all, options.reusing(head.l2(), head.temperature()), head.head());
    return HeadStart.Fitted.towards(recipe.labelSmoothing(), fitted, all);
  }

  /** What the head alone answers to the held-back pictures. */
  Answers alone() {
    var held = heads.data(picture -> picture.part() == LabPicture.Part.VALIDATION);
    var logits = new float[held.size()][];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = judged.head().head().logits(held.vectors()[i]);
      for (int k = 0; k < logits[i].length; k++) {
        logits[i][k] /= (float) judged.head().temperature();
      }
    }
    return new Answers(logits, held.labels());
  }

  /** Held-back pictures of each class. */
  int[] heldBack() {
    var counts = new int[set.classes().size()];
    of(LabPicture.Part.VALIDATION).forEach(picture -> counts[picture.label()]++);
    return counts;
  }

  /** What a network answers by the head that it was trained with. */
  Look asTrained(SplitNetwork split, CutInputs inputs) throws IOException {
    return new Look(
        answers(split, inputs, LabPicture.Part.VALIDATION),
        answers(split, inputs, LabPicture.Part.TEST).accuracy(),
        Map.of());
  }

  private Answers answers(SplitNetwork split, CutInputs inputs, LabPicture.Part part)
      throws IOException {
    var pictures = of(part);
    return new Answers(
        split.logits(pictures, inputs, BATCH),
        pictures.stream().mapToInt(LabelledPicture::label).toArray());
  }

  /** What a network answers by a head that is fitted anew on it, which is what the trainer does. */
  Look withNewHead(SplitNetwork split, CutInputs inputs) throws IOException, InterruptedException {
    float[][] rows =
        split.embed(
            embedded.stream().map(one -> CutSource.labelled(one.picture())).toList(),
            inputs,
            BATCH);
    TuneGround anew =
        with(
            IntStream.range(0, rows.length)
                .mapToObj(i -> new Embedded(embedded.get(i).picture(), new float[][] {rows[i]}))
                .toList());
    return new Look(
        anew.alone(), anew.judged.test().accuracy(), HeadTrial.settings(anew.judged.head()));
  }
}
