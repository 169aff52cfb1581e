/**
 * The pieces networks are made of: plain functions on arrays, whose weights carry PyTorch's names
 * and which are told in every call how they are used. Start at {@link
 * dev.graft.vision.layer.Layer}, then {@link dev.graft.vision.layer.Chain}.
 */
@NullMarked
package dev.graft.vision.layer;

import org.jspecify.annotations.NullMarked;
