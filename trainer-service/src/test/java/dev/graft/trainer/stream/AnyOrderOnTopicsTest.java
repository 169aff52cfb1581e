package dev.graft.trainer.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Message;
import dev.graft.topics.Topics;
import dev.graft.trainer.settle.AnyOrderTest.OneOfImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** The same through both stages: what graft.examples says, and what the trainer holds. */
class AnyOrderOnTopicsTest {
  record Told(String image, OneOfImage what) {}

  @Property(tries = 40, seed = "20261120")
  void endsInTheSameExamples(
      @ForAll @Size(min = 1, max = 12) List<OneOfImage> ofX,
      @ForAll @Size(min = 1, max = 12) List<OneOfImage> ofY,
      @ForAll long shuffle) {
    List<Told> told = new ArrayList<>();
    ofX.forEach(what -> told.add(new Told("x", what)));
    ofY.forEach(what -> told.add(new Told("y", what)));
    List<Told> retold = new ArrayList<>(told);
    retold.addAll(told.subList(0, told.size() / 2));
    Collections.shuffle(retold, new Random(shuffle));
    assertEquals(outcome(told), outcome(retold));
  }

  private static Map<String, String> outcome(List<Told> events) {
    try (Rig rig = new Rig()) {
      for (Told event : events) {
        Message fact = event.what().fact(event.image());
        rig.image(fact, event.image());
      }
      var rebuilt = Rig.rebuilt(rig.values(Topics.EXAMPLES));
      assertEquals(rebuilt.keySet(), held(rig).keySet());
      rebuilt.putAll(waiting(rig));
      return rebuilt;
    }
  }

  private static TreeMap<String, String> held(Rig rig) {
    var held = new TreeMap<String, String>();
    for (TaskDesk desk : rig.desks.all()) {
      desk.examples()
          .snapshot()
          .rows()
          .forEach(row -> held.put(desk.taskId() + "/" + row.imageId(), row.className()));
    }
    return held;
  }

  private static Map<String, String> waiting(Rig rig) {
    var waiting = new TreeMap<String, String>();
    for (TaskDesk desk : rig.desks.all()) {
      desk.examples()
          .withoutPicture()
          .forEach(image -> waiting.put(desk.taskId() + "/" + image, "no picture"));
    }
    return waiting;
  }
}
