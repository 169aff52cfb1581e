package dev.graft.vision.guarded;

/**
 * Something that the guard had to say during a fine-tune.
 *
 * @param epoch of all epochs so far, from 1 on
 * @param alarm what it saw, e.g. {@code past-the-peak}
 * @param action what followed: {@code go-back}, {@code give-up}, or {@code none} where it only
 *     watched
 */
public record GuardEvent(int epoch, String alarm, String action, String why) {}
