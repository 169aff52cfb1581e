package dev.graft.deploy.demo.trial;

import dev.graft.deploy.demo.props.Inbox;
import dev.graft.deploy.demo.props.Sample;
import dev.graft.v1.LabelSubmitted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Says what pictures show, and changes its mind. */
final class Teacher {
  private final Inbox inbox;
  private final TrialLog log;
  private final Map<String, String> said = new HashMap<>();
  private int lessons;

  Teacher(Inbox inbox, TrialLog log) {
    this.inbox = inbox;
    this.log = log;
  }

  /**
   * Publishes what it has not said already, and waits until the trainer knows.
   *
   * @return how many labels that were
   */
  int says(List<Sample> samples, Function<Sample, String> className) {
    lessons++;
    var eventIds = new ArrayList<String>();
    for (var sample : samples) {
      var name = className.apply(sample);
      if (!name.equals(said.put(sample.imageId(), name))) {
        var eventId = "lesson-%d-of-%s".formatted(lessons, sample.imageId());
        eventIds.add(eventId);
        inbox.label(
            LabelSubmitted.newBuilder()
                .setTaskId(TrialTask.ID)
                .setImageId(sample.imageId())
                .setClassName(name)
                .setEventId(eventId));
      }
    }
    inbox.flush();
    log.awaitLabels(eventIds);
    return eventIds.size();
  }
}
