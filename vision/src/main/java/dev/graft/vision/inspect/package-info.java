/**
 * Looks inside of networks: what their first layer looks for, and what an answer looked at, as
 * pictures. Start at {@link dev.graft.vision.inspect.GradCam}, or {@link
 * dev.graft.vision.inspect.FirstKernels}.
 */
@NullMarked
package dev.graft.vision.inspect;

import org.jspecify.annotations.NullMarked;
