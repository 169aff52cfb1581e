/**
 * A space that is new re-embeds what is stored, behind the live images. Start at {@link
 * dev.graft.feature.fill.BackFills}.
 */
@NullMarked
package dev.graft.feature.fill;

import org.jspecify.annotations.NullMarked;
