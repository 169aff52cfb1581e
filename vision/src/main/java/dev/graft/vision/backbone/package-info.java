/**
 * Pretrained networks that turn pictures into embeddings. Start at {@link
 * dev.graft.vision.backbone.Backbone}; how a network is described, at {@link
 * dev.graft.vision.backbone.Architecture} and {@link dev.graft.vision.backbone.MobileNetV2}; what
 * there is, at {@link dev.graft.vision.backbone.Architectures}.
 */
@NullMarked
package dev.graft.vision.backbone;

import org.jspecify.annotations.NullMarked;
