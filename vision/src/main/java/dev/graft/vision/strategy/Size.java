package dev.graft.vision.strategy;

/**
 * What counts as few or many examples. Tutorials disagree: some call 1,000 pictures enough to
 * fine-tune, others 5,000; some train everything from 10,000 on, others from 50,000.
 */
enum Size {
  SMALL,
  SMALL_OR_MEDIUM,
  MEDIUM,
  MEDIUM_OR_LARGE,
  LARGE;

  static final int[] FINE_TUNE_FROM = {1_000, 5_000};
  static final int[] TRAIN_ALL_FROM = {10_000, 50_000};

  /** With fewer examples of a class on average, the sum says too much. */
  static final int FEW_PER_CLASS = 30;

  static Size of(int examples) {
    if (examples < FINE_TUNE_FROM[0]) {
      return SMALL;
    }
    if (examples < FINE_TUNE_FROM[1]) {
      return SMALL_OR_MEDIUM;
    }
    if (examples < TRAIN_ALL_FROM[0]) {
      return MEDIUM;
    }
    return examples < TRAIN_ALL_FROM[1] ? MEDIUM_OR_LARGE : LARGE;
  }

  Size smaller() {
    return this == SMALL ? SMALL : values()[ordinal() - 1];
  }

  String why(int examples) {
    return switch (this) {
      case SMALL -> "%,d examples are few by every rule of thumb".formatted(examples);
      case SMALL_OR_MEDIUM ->
          "%,d examples: enough to fine-tune by one rule of thumb (from 1,000), too few by another (from 5,000)"
              .formatted(examples);
      case MEDIUM -> "%,d examples are enough to fine-tune some of the network".formatted(examples);
      case MEDIUM_OR_LARGE ->
          "%,d examples: enough to train all of the network by one rule of thumb (from 10,000), too few by another (from 50,000)"
              .formatted(examples);
      case LARGE -> "%,d examples are many by every rule of thumb".formatted(examples);
    };
  }
}
