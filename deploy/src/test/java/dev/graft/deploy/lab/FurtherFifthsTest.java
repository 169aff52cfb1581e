package dev.graft.deploy.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FurtherFifthsTest {
  /** Two of ten held back, and one of the test part. */
  private static final List<Embedded> PICTURES = pictures();

  @Test
  void everyTrainPictureIsHeldBackOnce() {
    Set<Path> seen = new HashSet<>(files(PICTURES, LabPicture.Part.VALIDATION));
    for (int part = 1; part < 5; part++) {
      var turned = FurtherFifths.turned(PICTURES, part);
      var held = files(turned, LabPicture.Part.VALIDATION);
      assertEquals(2, held.size());
      assertEquals(8, files(turned, LabPicture.Part.FIT).size());
      assertTrue(held.stream().allMatch(seen::add), held + " were held back before");
    }
    assertEquals(10, seen.size());
  }

  @Test
  void theTestPartStaysWhatItIs() {
    var turned = FurtherFifths.turned(PICTURES, 1);
    assertEquals(Set.of(Path.of("test", "0")), files(turned, LabPicture.Part.TEST));
  }

  @Test
  void allAnswersAreJudgedTogether() {
    Answers right = answers(4, 4);
    Answers wrong = answers(4, 3);
    assertTrue(new FurtherFifths.Opinion(wrong, right).forFineTuning());
    assertTrue(!new FurtherFifths.Opinion(right, wrong).forFineTuning());
  }

  @Test
  void anEntrySaysByWhatItWasChosen() {
    var curves = new Curves("epochs", List.of(), List.of(), List.of());
    var entry = new Entry("one", 0, 0, 0, 0, 0, curves, Map.of());
    var settings =
        new FurtherFifths.Opinion(answers(2, 1), answers(2, 2))
            .and(answers(2, 2), answers(2, 2))
            .noted(entry)
            .settings();
    assertEquals(4, settings.get("heldBackAltogether"));
    assertEquals(1.0, settings.get("accuracyOnAllHeldBack"));
    assertEquals(0.75, settings.get("accuracyOfTheHeadAloneOnAllHeldBack"));
    assertTrue(
        (double) settings.get("lossOnAllHeldBack")
            < (double) settings.get("lossOfTheHeadAloneOnAllHeldBack"));
  }

  private static Answers answers(int pictures, int right) {
    return new Answers(
        IntStream.range(0, pictures)
            .mapToObj(i -> i < right ? new float[] {1, 0} : new float[] {0, 1})
            .toArray(float[][]::new),
        new int[pictures]);
  }

  private static Set<Path> files(List<Embedded> pictures, LabPicture.Part part) {
    return pictures.stream()
        .map(Embedded::picture)
        .filter(picture -> picture.part() == part)
        .map(LabPicture::file)
        .collect(Collectors.toSet());
  }

  private static List<Embedded> pictures() {
    var pictures = new ArrayList<Embedded>();
    for (int rank = 0; rank < 2; rank++) {
      pictures.add(picture("held", LabPicture.Part.VALIDATION, rank));
    }
    for (int rank = 0; rank < 8; rank++) {
      pictures.add(picture("fit", LabPicture.Part.FIT, rank));
    }
    pictures.add(picture("test", LabPicture.Part.TEST, 0));
    return pictures;
  }

  private static Embedded picture(String folder, LabPicture.Part part, int rank) {
    var file = Path.of(folder, String.valueOf(rank));
    return new Embedded(new LabPicture(file, part, 0, rank), new float[0][]);
  }
}
