package dev.graft.vision.guarded;

import dev.graft.vision.tensors.NamedTensor;
import dev.graft.vision.tune.Beginning;
import dev.graft.vision.tune.Checkpoint;
import dev.graft.vision.tune.CutInputs;
import dev.graft.vision.tune.EpochReport;
import dev.graft.vision.tune.FineTuning;
import dev.graft.vision.tune.Recipe;
import dev.graft.vision.tune.SplitNetwork;
import dev.graft.vision.tune.TuneListener;
import dev.graft.vision.tune.TuneResult;
import dev.graft.vision.tune.TuneSet;
import dev.graft.vision.tune.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A fine-tune under a guard: after an alarm it begins again from the best weights at a fraction of
 * the rates, as often as the guard lets it. Between any two steps it can be packed and go on
 * elsewhere to the same weights, bit for bit on one intra-op thread. One thread at a time; the
 * split network is the caller's to close.
 */
public final class GuardedTune implements AutoCloseable {
  private final SplitNetwork split;
  private final TuneSet set;
  private final CutInputs inputs;
  private final GuardWatch watch;
  private final TuneListener listener;
  private final List<EpochReport> reports = new ArrayList<>(); // of the parts that are over
  private Recipe recipe;
  private int part; // how often it began again
  private List<NamedTensor> partStart = List.of(); // of every part but the first
  private boolean helped;
  private int epochs;
  private @Nullable FineTuning run;
  private @Nullable TuneResult last;

  /**
   * Nothing is learned yet.
   *
   * @param listener is told before the guard; what it answers counts for nothing
   */
  public GuardedTune(
      SplitNetwork split,
      TuneSet set,
      CutInputs inputs,
      Recipe recipe,
      GuardWatch watch,
      TuneListener listener) {
    this.split = split;
    this.set = set;
    this.inputs = inputs;
    this.recipe = recipe;
    this.watch = watch;
    this.listener = listener;
  }

  private Verdict onEpoch(EpochReport report) {
    epochs += report.epoch() > 0 ? 1 : 0;
    listener.onEpoch(report);
    return watch.onEpoch(report);
  }

  /**
   * Begins, unless the head is not settled.
   *
   * @return why not
   * @throws IOException if a picture can't be had
   */
  public Optional<String> begin() throws IOException {
    Beginning beginning = FineTuning.begin(split, set, inputs, recipe, this::onEpoch);
    if (beginning instanceof Beginning.NotSettled not) {
      return Optional.of(not.why());
    }
    run = ((Beginning.Ready) beginning).run();
    return Optional.empty();
  }

  /**
   * One step of the optimizer, and what follows from it, also that it begins again.
   *
   * @return whether there is a next one
   */
  public boolean step() throws IOException {
    FineTuning now = running();
    if (now.step()) {
      return true;
    }
    TuneResult result = now.result();
    close();
    last = result;
    reports.addAll(result.reports());
    helped |= result.helped();
    result.stopped().filter(why -> why.contains("diverged")).ifPresent(watch::diverged);
    if (!watch.takeReturn()) {
      return false;
    }
    part++;
    partStart = split.copy();
    recipe = recipe.times(watch.rateFactor());
    run = FineTuning.again(split, set, inputs, recipe, this::onEpoch);
    return true;
  }

  private FineTuning running() {
    if (run == null) {
      throw new IllegalStateException("this fine-tune has not begun, or is over");
    }
    return run;
  }

  /** Epochs so far, of all parts. */
  public int epochs() {
    return epochs;
  }

  /** As it is now, lower rates included. */
  public Recipe recipe() {
    return recipe;
  }

  /** Of all epochs of the parts that are over, those after a return too. */
  public List<EpochReport> reports() {
    return List.copyOf(reports);
  }

  /** Whether the weights are better on the held-out slice than those at the beginning. */
  public boolean helped() {
    return helped;
  }

  /**
   * What the last part came to; its weights are the best of all.
   *
   * @throws IllegalStateException before the last step
   */
  public TuneResult last() {
    if (last == null || run != null) {
      throw new IllegalStateException("the fine-tune is not finished: step until it is");
    }
    return last;
  }

  /**
   * Where it stands now, as one file.
   *
   * @param spent so far, by the caller's measure
   */
  public byte[] checkpoint(Duration spent) {
    Checkpoint running = running().checkpoint();
    var header =
        new GuardedCheckpoint.Header(
            part, helped, epochs, spent.toMillis(), List.copyOf(reports), watch.memory());
    return new GuardedCheckpoint(header, running, partStart).bytes();
  }

  /**
   * Goes on from a checkpoint, with a split network as it was at the beginning.
   *
   * @return the time that was spent until then
   * @throws IOException if the checkpoint is broken
   * @throws IllegalArgumentException if it belongs to another recipe, other data or another start
   */
  public Duration resume(byte[] file) throws IOException {
    GuardedCheckpoint checkpoint = GuardedCheckpoint.parse(file);
    var header = checkpoint.header();
    for (part = 0; part < header.part(); part++) {
      recipe = recipe.times(watch.rateFactor());
    }
    partStart = checkpoint.partStart();
    split.restore(partStart);
    helped = header.helped();
    epochs = header.epochs();
    reports.addAll(header.reports());
    watch.recall(header.watch());
    run = FineTuning.resume(split, set, inputs, recipe, this::onEpoch, checkpoint.running());
    return Duration.ofMillis(header.spentMillis());
  }

  /** Frees what it remembers; the weights stay the split network's. */
  @Override
  public void close() {
    if (run != null) {
      run.close();
      run = null;
    }
  }
}
