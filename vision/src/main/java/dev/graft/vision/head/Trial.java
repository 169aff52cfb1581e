package dev.graft.vision.head;

/**
 * How a kind of head did on examples that it had not seen.
 *
 * @param strength the best of those tried
 * @param temperature fitted on these answers
 * @param examples that were answered
 * @param logLoss after the temperature
 * @param uncalibratedLogLoss at the kind's usual temperature
 * @param accuracy share of right answers
 * @param behind by how much its log-loss is above that of the best kind
 * @param behindError standard error of that difference, over the examples in pairs
 */
public record Trial(
    HeadKind kind,
    double strength,
    double temperature,
    int examples,
    double logLoss,
    double uncalibratedLogLoss,
    double accuracy,
    double behind,
    double behindError) {}
