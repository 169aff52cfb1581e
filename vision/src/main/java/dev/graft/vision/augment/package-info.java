/**
 * Pictures changed by chance, the same for the same seed, picture and view; and an audit of which
 * classes do not survive which change. In floats, plain Java. Start at {@link
 * dev.graft.vision.augment.Augmentation}.
 */
@NullMarked
package dev.graft.vision.augment;

import org.jspecify.annotations.NullMarked;
