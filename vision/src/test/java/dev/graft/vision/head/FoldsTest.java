package dev.graft.vision.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class FoldsTest {
  @Test
  void keepsAGroupTogether() {
    long[] hashes = LongStream.range(0, 300).map(i -> new Random(i / 3).nextLong()).toArray();
    Folds folds = new Folds(hashes, 5);
    for (int fold = 0; fold < 5; fold++) {
      int[] held = folds.heldOut(fold);
      int[] groups = Arrays.stream(held).map(i -> i / 3).distinct().toArray();
      assertEquals(groups.length * 3, held.length, "whole groups of three");
    }
  }

  @Test
  void heldOutAndOthersPartTheExamples() {
    Folds folds = new Folds(new Random(1).longs(100).toArray(), 4);
    int[] all = new int[100];
    for (int fold = 0; fold < 4; fold++) {
      int[] both =
          IntStream.concat(Arrays.stream(folds.heldOut(fold)), Arrays.stream(folds.others(fold)))
              .sorted()
              .toArray();
      assertArrayEquals(IntStream.range(0, 100).toArray(), both);
      Arrays.stream(folds.heldOut(fold)).forEach(i -> all[i]++);
    }
    assertTrue(Arrays.stream(all).allMatch(times -> times == 1));
  }

  @Test
  void fillsEveryFoldThoughTheSplitTookOneRemainderAway() {
    long[] train = LongStream.range(0, 1000).filter(hash -> hash % 5 != 0).toArray();
    Folds folds = new Folds(train, 5);
    for (int fold = 0; fold < 5; fold++) {
      assertEquals(160, folds.heldOut(fold).length, 40);
    }
  }

  @Test
  void anExampleStaysInItsFoldWhenOthersCome() {
    long[] hashes = new Random(2).longs(50).toArray();
    int[] before = new Folds(Arrays.copyOf(hashes, 20), 5).heldOut(3);
    int[] after = new Folds(hashes, 5).heldOut(3);
    assertArrayEquals(before, Arrays.stream(after).filter(i -> i < 20).toArray());
  }
}
