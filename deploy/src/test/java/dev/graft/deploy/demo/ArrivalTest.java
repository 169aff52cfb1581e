package dev.graft.deploy.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.graft.deploy.demo.props.Sample;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArrivalTest {
  @Test
  void givesEveryLabelInBatchesThatGrow() {
    assertEquals(List.of(36, 54, 90, 135, 180, 180, 225), Arrival.batches(900));
    assertEquals(130, Arrival.batches(130).stream().mapToInt(size -> size).sum());
  }

  @Test
  void letsClassesTakeTurns() {
    var samples =
        Stream.of("a", "b")
            .flatMap(name -> IntStream.range(0, 3).mapToObj(i -> sample(name + i, name)))
            .toList();
    var names = Arrival.order(samples, new Random(1)).stream().map(Sample::className).toList();
    assertEquals(3, Stream.of(0, 2, 4).filter(i -> !names.get(i).equals(names.get(i + 1))).count());
  }

  private static Sample sample(String id, String className) {
    return new Sample(id, className, () -> new byte[0]);
  }
}
