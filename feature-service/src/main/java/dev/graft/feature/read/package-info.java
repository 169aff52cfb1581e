/**
 * From an image's facts to its decoded picture. Start at {@link
 * dev.graft.feature.read.PictureReader}.
 */
@NullMarked
package dev.graft.feature.read;

import org.jspecify.annotations.NullMarked;
