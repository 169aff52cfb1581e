package dev.graft.deploy.demo.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.deploy.demo.props.PictureSet;
import dev.graft.deploy.demo.props.Sample;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CastTest {
  @Test
  void nobodyAsksAboutWhatSomebodyLearnsFrom() {
    var cast = cast(1000, 360, 6);
    assertEquals(100, cast.first().size());
    assertEquals(450, cast.second().size());
    assertEquals(150, cast.third().size());
    assertEquals(600, cast.live().size());
    var parts = new HashSet<>(cast.learned());
    assertEquals(700, parts.size());
    assertTrue(cast.live().stream().noneMatch(parts::contains));
  }

  @Test
  void whatIsLabelledWhileBadIsNotLabelledAgain() {
    var cast = cast(130, 50, 2);
    var parts = new HashSet<>(cast.labelledWhileBad());
    parts.addAll(cast.labelledWhileGood());
    assertEquals(new HashSet<>(cast.live()), parts);
    assertEquals(
        cast.live().size(), cast.labelledWhileBad().size() + cast.labelledWhileGood().size());
  }

  @Test
  void eachDatasetIsAFifthLargerThanTheOneBefore() {
    for (var cast : List.of(cast(130, 50, 2), cast(240, 120, 2), cast(600, 400, 20))) {
      assertTrue(cast.firstAndSecond().size() >= 1.2 * cast.first().size());
      assertTrue(cast.learned().size() >= 1.2 * cast.firstAndSecond().size());
    }
  }

  @Test
  void theFirstVersionSeesSomeOfEachClass() {
    var first = cast(600, 400, 20).first();
    for (int each = 0; each < 20; each++) {
      var name = "class-" + each;
      assertEquals(6, first.stream().filter(one -> one.className().equals(name)).count());
    }
  }

  /** Classes take turns, as they do in the order of arrival. */
  private static Cast cast(int train, int test, int classes) {
    var names = IntStream.range(0, classes).mapToObj(each -> "class-" + each).toList();
    return Cast.of(
        new PictureSet(names, samples("train", train, names), samples("test", test, names)),
        new Random(1));
  }

  private static List<Sample> samples(String part, int count, List<String> names) {
    return IntStream.range(0, count)
        .mapToObj(
            each -> new Sample(part + each, names.get(each % names.size()), () -> new byte[0]))
        .toList();
  }
}
