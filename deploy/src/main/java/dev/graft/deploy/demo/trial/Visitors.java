package dev.graft.deploy.demo.trial;

import com.google.protobuf.ByteString;
import dev.graft.deploy.demo.props.Answers;
import dev.graft.deploy.demo.props.Sample;
import dev.graft.deploy.demo.props.SteadyClient;
import dev.graft.deploy.reach.Doors;
import dev.graft.v1.PredictRequest;
import dev.graft.v1.PredictResponse;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Each asks once, about the next of the live pictures, at a constant pace. */
final class Visitors implements AutoCloseable {
  private final List<Sample> samples;
  private final List<ByteString> pictures;
  private final LateLabels labels;
  private final Queue<Answered> answered = new ConcurrentLinkedQueue<>();
  private final Answers answers = new Answers();
  private final SteadyClient client;

  Visitors(Doors doors, List<Sample> samples, LateLabels labels) {
    this.samples = samples;
    this.pictures =
        samples.stream().map(sample -> ByteString.copyFrom(sample.encoded().get())).toList();
    this.labels = labels;
    this.client = new SteadyClient(doors, this::question, answers, this::heard);
  }

  void come(double perSecond) {
    client.start(perSecond);
  }

  private PredictRequest question(int visitor) {
    int picture = visitor % samples.size();
    return PredictRequest.newBuilder()
        .setTaskId(TrialTask.ID)
        .setImage(pictures.get(picture))
        .setImageId(samples.get(picture).imageId())
        .setCohortKey("visitor-" + visitor)
        .build();
  }

  private void heard(int visitor, Instant asked, PredictResponse answer) {
    answered.add(new Answered(asked, Instant.now(), answer.getVersion()));
    labels.answered(samples.get(visitor % samples.size()), answer.getReceipt());
  }

  Collection<Answered> answered() {
    return answered;
  }

  /** How they were answered, and what failed. */
  Answers answers() {
    return answers;
  }

  /** Nobody comes any more; returns when all are answered. */
  @Override
  public void close() {
    client.close();
  }
}
