package dev.graft.vision.diagnose;

/** What explains a gap, and what helps. */
public sealed interface Finding {
  String why();

  String advice();

  /** For programs. */
  String name();

  /** The same picture is in both parts, so validation says too much. */
  record Leakage(String why, String advice) implements Finding {
    @Override
    public String name() {
      return "leakage";
    }
  }

  /** Pictures prepared otherwise give clearly better embeddings. */
  record PreprocessingMismatch(String why, String advice) implements Finding {
    @Override
    public String name() {
      return "preprocessing";
    }
  }

  /** BatchNorm's running statistics do not fit these pictures. */
  record BatchNormMode(String why, String advice) implements Finding {
    @Override
    public String name() {
      return "batch-norm";
    }
  }

  /** The head knows its training pictures by heart. */
  record Overfitting(String why, String advice) implements Finding {
    @Override
    public String name() {
      return "overfitting";
    }
  }

  /** Some classes have too few examples to be told from the others. */
  record ThinClasses(String why, String advice) implements Finding {
    @Override
    public String name() {
      return "thin-classes";
    }
  }

  /** The parts are of different kinds of pictures. */
  record Shift(String why, String advice) implements Finding {
    @Override
    public String name() {
      return "shift";
    }
  }

  /** None of the above. */
  record Nothing(String why, String advice) implements Finding {
    @Override
    public String name() {
      return "nothing";
    }
  }
}
