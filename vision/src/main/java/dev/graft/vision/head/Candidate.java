package dev.graft.vision.head;

import java.util.List;

/**
 * A kind of head that a fit may end with.
 *
 * @param strengths to try, from strong to weak; one where it is given
 */
record Candidate(HeadKind kind, Learner learner, List<Double> strengths) {}
