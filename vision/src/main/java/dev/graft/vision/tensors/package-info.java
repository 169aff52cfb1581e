/**
 * Named tensors in safetensors files, read with every claim of the file checked. Start at {@link
 * dev.graft.vision.tensors.SafetensorsReader}.
 */
@NullMarked
package dev.graft.vision.tensors;

import org.jspecify.annotations.NullMarked;
