package dev.graft.vision.draw;

import java.util.ArrayList;
import java.util.List;

/** How many objects there are, and where: centre and half-size in picture units. */
enum Arrangement {
  NONE,
  ONE,
  TWO,
  ROW,
  MANY;

  record Place(float x, float y, float half) {}

  static Arrangement any(Dice dice) {
    float throwOf = dice.in(0, 1);
    if (throwOf < 0.1) {
      return NONE;
    }
    if (throwOf < 0.78) {
      return ONE;
    }
    return throwOf < 0.86 ? TWO : throwOf < 0.93 ? ROW : MANY;
  }

  List<Place> places(Dice dice) {
    return switch (this) {
      case NONE -> List.of();
      case ONE -> one(dice);
      case TWO -> row(dice, 2, dice.in(0.2, 0.27));
      case ROW -> row(dice, 3, dice.in(0.13, 0.18));
      case MANY -> scatter(dice, dice.between(5, 9));
    };
  }

  private static List<Place> one(Dice dice) {
    float half = dice.in(0.3, 0.5);
    float room = Math.max(0.04f, 0.5f - half) + 0.06f;
    return List.of(new Place(0.5f + dice.around(room), 0.5f + dice.around(room), half));
  }

  private static List<Place> row(Dice dice, int count, float half) {
    var places = new ArrayList<Place>();
    float angle = dice.chance(0.5) ? dice.around(0.3) : 1.57f + dice.around(0.3);
    for (int i = 0; i < count; i++) {
      float along = (i - (count - 1) / 2f) * 2.05f * half;
      places.add(
          new Place(
              0.5f + along * (float) Math.cos(angle) + dice.around(0.03),
              0.5f + along * (float) Math.sin(angle) + dice.around(0.03),
              half * dice.in(0.85, 1.1)));
    }
    return places;
  }

  private static List<Place> scatter(Dice dice, int count) {
    var places = new ArrayList<Place>();
    float half = dice.in(0.1, 0.16);
    for (int i = 0; i < count; i++) {
      places.add(new Place(dice.in(0.1, 0.9), dice.in(0.1, 0.9), half * dice.in(0.8, 1.2)));
    }
    return places;
  }
}
