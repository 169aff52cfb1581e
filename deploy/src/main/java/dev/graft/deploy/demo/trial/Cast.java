package dev.graft.deploy.demo.trial;

import dev.graft.deploy.demo.props.PictureSet;
import dev.graft.deploy.demo.props.Sample;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which picture plays which part. Whatever visitors ask about is in nobody's dataset, so that its
 * label says something of the versions that answered.
 *
 * @param first what the first version learns from
 * @param second what the bad version learns from besides
 * @param third what the good version learns from besides
 * @param live what visitors ask about, in this order
 */
record Cast(List<Sample> first, List<Sample> second, List<Sample> third, List<Sample> live) {
  /** Of each class, so that each is in the train split; the split is by a hash. */
  private static final int FEWEST_OF_A_CLASS = 6;

  private static final int MOST_LIVE = 600;

  /** Every third of those is labelled while the bad version is in canary. */
  private static final int THIRD = 3;

  /**
   * A tenth, then 45 %, then 15 % of the train pictures in their order; so each dataset is more
   * than a fifth larger than the last one and chooses its head anew. The rest and the test pictures
   * are for the visitors, in an order by lot.
   */
  static Cast of(PictureSet pictures, Random random) {
    var train = pictures.train();
    int all = train.size();
    int few = Math.min(all / 4, FEWEST_OF_A_CLASS * pictures.classes().size());
    int one = Math.max(all / 10, few);
    int two = one + all * 45 / 100;
    int three = two + all * 15 / 100;
    var rest =
        new ArrayList<>(
            Stream.concat(train.subList(three, all).stream(), pictures.test().stream()).toList());
    Collections.shuffle(rest, random);
    return new Cast(
        train.subList(0, one),
        train.subList(one, two),
        train.subList(two, three),
        rest.subList(0, Math.min(MOST_LIVE, rest.size())));
  }

  List<Sample> firstAndSecond() {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  /** All that no visitor asks about. */
  List<Sample> learned() {
    return Stream.concat(firstAndSecond().stream(), third.stream()).toList();
  }

  /** Those of the live ones that are labelled while the bad version is in canary. */
  List<Sample> labelledWhileBad() {
    return live(0, 1);
  }

  /** Those that are labelled while the good version is on trial. */
  List<Sample> labelledWhileGood() {
    return live(1, THIRD);
  }

  private List<Sample> live(int from, int to) {
    return IntStream.range(0, live.size())
        .filter(index -> index % THIRD >= from && index % THIRD < to)
        .mapToObj(live::get)
        .toList();
  }
}
