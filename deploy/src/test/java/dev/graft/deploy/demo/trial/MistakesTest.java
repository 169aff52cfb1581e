package dev.graft.deploy.demo.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MistakesTest {
  @Test
  void noLabelIsRightAndAllOthersComeUp() {
    var mistakes = new Mistakes(List.of("a", "b", "c"), new Random(1));
    var counts = new TreeMap<String, Boolean>();
    IntStream.range(0, 50).forEach(each -> counts.put(mistakes.insteadOf("b"), true));
    assertEquals(Map.of("a", true, "c", true), counts);
  }

  @Test
  void ofTwoClassesItIsTheOther() {
    assertEquals("b", new Mistakes(List.of("a", "b"), new Random(1)).insteadOf("a"));
  }
}
