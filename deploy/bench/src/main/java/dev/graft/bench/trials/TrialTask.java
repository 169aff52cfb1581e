package dev.graft.bench.trials;

import dev.graft.bench.swap.MadeHeads;
import dev.graft.v1.EmbeddingInput;
import dev.graft.v1.GetRolloutResponse;
import dev.graft.v1.PredictRequest;
import dev.graft.v1.RolloutState;
import dev.graft.vision.backbone.Backbone;
import dev.graft.vision.backbone.BackboneSpec;
import io.grpc.StatusRuntimeException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A task whose versions, questions and labels are ours. Its classes are those of drawn heads, which
 * answer nonsense; a label is chosen by what both versions said, so that the pair it makes is the
 * one that is wanted.
 */
final class TrialTask {
  static final BackboneSpec BACKBONE = new BackboneSpec("mini", "");
  static final List<String> CLASSES = MadeHeads.classes(5);
  private static final String SPACE = Backbone.spaceOf(BACKBONE).id();

  private final String id;
  private final Fleet fleet;
  private final Answers answers;
  private final Labels labels;
  private final Random random;
  private final Map<String, String> labelled = new HashMap<>(); // by image, its class
  private final Set<String> gone = new HashSet<>(); // erased: no label follows
  private int images;

  TrialTask(String id, Fleet fleet, Answers answers, Labels labels, long seed) {
    this.id = id;
    this.fleet = fleet;
    this.answers = answers;
    this.labels = labels;
    this.random = new Random(seed);
  }

  /** What a labelled image says. */
  enum Pair {
    BETTER,
    WORSE,
    SAME
  }

  String id() {
    return id;
  }

  Labels labels() {
    return labels;
  }

  /** By the first replica that answers. */
  GetRolloutResponse rollout() {
    StatusRuntimeException last = null;
    for (var door : fleet.doors()) {
      try {
        return door.rollout(id);
      } catch (StatusRuntimeException notThisOne) {
        last = notThisOne;
      }
    }
    throw last == null ? new IllegalStateException("a fleet has doors") : last;
  }

  RolloutState state() {
    return rollout().getState();
  }

  /** Whether both replicas serve what the judge says, and hold both versions of a trial. */
  boolean servedByAll() {
    return fleet.doors().stream().map(door -> door.rollout(id)).allMatch(TrialTask::asSaid);
  }

  private static boolean asSaid(GetRolloutResponse told) {
    var state = told.getState();
    var replica = told.getReplica();
    var trial = state.getTrial();
    return replica.getServingVersion() == state.getStableVersion()
        && (!state.hasTrial()
            || replica
                .getResidentVersionsList()
                .containsAll(
                    List.of(trial.getCandidate().getVersion(), trial.getBaseline().getVersion())));
  }

  /** A question about a new image, or, one time in five, about another picture of a known one. */
  synchronized PredictRequest question() {
    int image = images > 0 && random.nextInt(5) == 0 ? random.nextInt(images) : images++;
    var embedding = EmbeddingInput.newBuilder().setSpace(SPACE);
    for (int at = 0; at < MadeHeads.width(BACKBONE); at++) {
      embedding.addVector((float) random.nextGaussian());
    }
    return PredictRequest.newBuilder()
        .setTaskId(id)
        .setImageId(id + "-" + image)
        .setEmbedding(embedding)
        .build();
  }

  /** Images that both have answered and nobody has labelled. */
  int unlabelled() {
    return (int) answers.of(id).keySet().stream().filter(this::isNew).count();
  }

  private synchronized boolean isNew(String image) {
    return !labelled.containsKey(image) && !gone.contains(image);
  }

  /** Labels one image so that it makes this pair; false: there is none that could. */
  boolean label(Pair pair) {
    for (var each : answers.of(id).entrySet()) {
      var both = each.getValue();
      if (isNew(each.getKey()) && (pair == Pair.SAME || both.differ())) {
        var className =
            switch (pair) {
              case BETTER -> both.candidate();
              case WORSE -> both.baseline();
              case SAME -> neither(both);
            };
        note(each.getKey(), className);
        labels.added(each.getKey(), className);
        return true;
      }
    }
    return false;
  }

  private static String neither(Answers.Both both) {
    return CLASSES.stream()
        .filter(name -> !name.equals(both.candidate()) && !name.equals(both.baseline()))
        .findFirst()
        .orElseThrow();
  }

  private synchronized void note(String image, String className) {
    labelled.put(image, className);
  }

  private synchronized List<String> known() {
    return labelled.keySet().stream().sorted().toList();
  }

  /** Changes what was said of a labelled image: another class, no label any more, or erased. */
  void changeOne() {
    var known = known();
    if (known.isEmpty()) {
      return;
    }
    var image = known.get(random.nextInt(known.size()));
    int what = random.nextInt(6);
    if (what == 0) {
      forget(image);
      labels.removed(image, "erased");
    } else if (what <= 2) {
      forgetLabel(image);
      labels.removed(image, "retracted");
    } else {
      var name = CLASSES.get(random.nextInt(CLASSES.size()));
      note(image, name);
      labels.corrected(image, name);
    }
  }

  private synchronized void forget(String image) {
    labelled.remove(image);
    gone.add(image);
  }

  /** It may be labelled again. */
  private synchronized void forgetLabel(String image) {
    labelled.remove(image);
  }
}
