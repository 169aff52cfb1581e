/**
 * What a file is, from its first bytes alone: kind, width and height. Nothing here decodes pixels.
 * Start at {@link dev.graft.ingest.picture.PictureGlance}.
 */
@NullMarked
package dev.graft.ingest.picture;

import org.jspecify.annotations.NullMarked;
