package dev.graft.inference.predict;

import dev.graft.events.Vectors;
import dev.graft.inference.batch.Outcome;
import dev.graft.inference.serve.Resident;
import dev.graft.v1.VersionAnswer;
import java.time.Duration;

/** How far a version on trial is with an input that another one answered. */
sealed interface Shadow {

  /** Its network is through; its head is not. */
  record Embedded(Resident version, Outcome.Embedded embedded) implements Shadow {

    /** Classifies; whatever goes wrong is the answer. */
    VersionAnswer answer() {
      long began = System.nanoTime();
      try {
        var probabilities = version.probabilities(embedded.vector());
        var took = embedded.took().plusNanos(System.nanoTime() - began);
        var answer =
            VersionAnswer.newBuilder()
                .setVersion(version.version())
                .setClassName(version.classes().get(Made.top(probabilities)))
                .addAllProbabilities(Vectors.toList(probabilities))
                .setTook(protobuf(took));
        version.novelty(embedded.vector()).ifPresent(answer::setNovelty);
        return answer.build();
      } catch (RuntimeException fault) {
        return fault(version, fault);
      }
    }
  }

  /** It cannot answer this input. */
  record Faulty(VersionAnswer fault) implements Shadow {}

  /** It was not asked. */
  record Unscored(Why why) implements Shadow {}

  /** Why a version on trial was not asked. */
  enum Why {
    /** It is not in memory. */
    ABSENT,
    /** Pixels or an embedding, made for another network than its own. */
    INPUT,
    /** Answers come first. */
    BUSY
  }

  int LONGEST_FAULT = 500;

  /** What a version said instead of an answer. */
  static VersionAnswer fault(Resident version, Throwable fault) {
    var description = Refusal.of(fault).getStatus().getDescription();
    return fault(version, description == null ? fault.toString() : description);
  }

  static VersionAnswer fault(Resident version, String why) {
    return VersionAnswer.newBuilder()
        .setVersion(version.version())
        .setFault(why.substring(0, Math.min(LONGEST_FAULT, why.length())))
        .build();
  }

  static com.google.protobuf.Duration protobuf(Duration duration) {
    return com.google.protobuf.Duration.newBuilder()
        .setSeconds(duration.getSeconds())
        .setNanos(duration.getNano())
        .build();
  }
}
