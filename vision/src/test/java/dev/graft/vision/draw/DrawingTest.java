package dev.graft.vision.draw;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.vision.picture.Decoded;
import dev.graft.vision.picture.PictureDecoder;
import dev.graft.vision.picture.PictureLimits;
import java.awt.Shape;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class DrawingTest {
  private static final int SIZE = 64;

  @Test
  void drawsTheSameSceneForTheSameSeed() {
    for (long seed = 0; seed < 20; seed++) {
      Scene first = Scene.draw(SIZE, seed);
      Scene again = Scene.draw(SIZE, seed);
      assertArrayEquals(first.rgb(), again.rgb());
      assertArrayEquals(first.answers(), again.answers());
    }
  }

  @Test
  void drawsAnotherSceneForAnotherSeed() {
    Set<Integer> hashes = new HashSet<>();
    LongStream.range(0, 50)
        .forEach(seed -> hashes.add(Arrays.hashCode(Scene.draw(SIZE, seed).rgb())));
    assertEquals(50, hashes.size());
  }

  @Test
  void answersEveryQuestionWithinItsRangeOrNotAtAll() {
    for (long seed = 0; seed < 200; seed++) {
      int[] answers = Scene.draw(16, seed).answers();
      for (Question question : Question.values()) {
        int answer = answers[question.ordinal()];
        assertTrue(
            answer >= Question.NOT_ASKED && answer < question.answers(), question + " " + answer);
      }
      assertTrue(answers[Question.ARRANGEMENT.ordinal()] >= 0);
      assertTrue(answers[Question.GROUND.ordinal()] >= 0);
    }
  }

  @Test
  void asksNothingAboutAnObjectThatIsNotThere() {
    boolean met = false;
    for (long seed = 0; seed < 100; seed++) {
      int[] answers = Scene.draw(16, seed).answers();
      if (answers[Question.ARRANGEMENT.ordinal()] == Arrangement.NONE.ordinal()) {
        assertEquals(Question.NOT_ASKED, answers[Question.OBJECT.ordinal()]);
        assertEquals(Question.NOT_ASKED, answers[Question.TINT.ordinal()]);
        met = true;
      }
    }
    assertTrue(met);
  }

  @Test
  void everyContourCoversEnoughToBeSeen() {
    for (int contour = 0; contour < Contours.CLASSES; contour++) {
      for (long seed = 0; seed < 3; seed++) {
        var pose = Bent.pose(new Arrangement.Place(0.5f, 0.5f, 0.45f), Dice.of(seed));
        Shape shape = Contours.of(contour, Dice.of(seed));
        Mask mask = Mask.of(SIZE, pose.createTransformedShape(shape));
        assertTrue(mask.area() > 0.04, "contour " + contour + " covers " + mask.area());
      }
    }
  }

  @Test
  void everyTextureStaysBetweenItsTwoColours() {
    for (int texture = 0; texture < Textures.CLASSES; texture++) {
      Field field = Textures.of(texture, Dice.of(texture));
      for (float value : Mask.of(32, field).cover()) {
        assertTrue(value > -0.2f && value < 1.2f, "texture " + texture + " gives " + value);
      }
    }
  }

  @Test
  void huesBeginAtRedAndGoOnToGreenAndBlue() {
    assertEquals(new Colour(1, 0, 0), Colour.hsv(0, 1, 1));
    assertArrayEquals(new float[] {0, 1, 0}, Colour.hsv(1 / 3f, 1, 1).parts(), 1e-5f);
    assertArrayEquals(new float[] {0, 0, 1}, Colour.hsv(2 / 3f, 1, 1).parts(), 1e-5f);
  }

  @Test
  void drawsTheSameDemoPictureForTheSameSeedAndClass() {
    for (String name : DemoPictures.classes()) {
      assertArrayEquals(DemoPictures.png(name, 5), DemoPictures.png(name, 5));
      assertFalse(Arrays.equals(DemoPictures.png(name, 5), DemoPictures.png(name, 6)));
    }
  }

  @Test
  void demoPicturesAreFilesThatTheDecoderReads() {
    var decoder = new PictureDecoder(PictureLimits.DEFAULT);
    for (String name : DemoPictures.classes()) {
      assertTrue(decoder.decode(DemoPictures.png(name, 1)) instanceof Decoded.Readable);
    }
  }

  @Test
  void refusesADemoClassThatDoesNotExist() {
    var fault = assertThrows(IllegalArgumentException.class, () -> DemoPictures.png("no-such", 1));
    assertTrue(String.valueOf(fault.getMessage()).contains("washer"));
  }

  @Test
  void noDemoPictureIsAPretrainingPictureOfTheSameSeed() {
    List<String> classes = DemoPictures.classes();
    assertEquals(classes.size(), new HashSet<>(classes).size());
    for (Part kind : Part.values()) {
      byte[] part = Bench.draw(SIZE, kind, 3).rgb();
      assertFalse(Arrays.equals(part, Scene.draw(SIZE, 3).rgb()));
    }
  }
}
