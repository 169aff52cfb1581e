/**
 * Fine-tunes the later stages of a network, with its head, for one task: data ({@link
 * dev.graft.vision.tune.CutInputs}), parameters ({@link dev.graft.vision.tune.SplitNetwork}) and
 * state ({@link dev.graft.vision.tune.TuneState}) are three things, and the loop, {@link
 * dev.graft.vision.tune.FineTuning}, fits a page. Whoever calls it decides what to train and
 * whether to go on; here it is only done. Start at {@link dev.graft.vision.tune.Recipe} and {@link
 * dev.graft.vision.tune.FineTuning}.
 */
@NullMarked
package dev.graft.vision.tune;

import org.jspecify.annotations.NullMarked;
