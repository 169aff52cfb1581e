/**
 * From encoded bytes to the numbers a network sees, equal to what PIL and torchvision compute.
 * Start at {@link dev.graft.vision.picture.PictureDecoder}, then {@link
 * dev.graft.vision.picture.Preprocessing}.
 */
@NullMarked
package dev.graft.vision.picture;

import org.jspecify.annotations.NullMarked;
