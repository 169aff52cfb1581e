/**
 * How far pictures lie from those that a network was trained on, seen by the network itself and
 * without any of those pictures; and how far two windows of pictures lie from each other. Start
 * reading at {@link dev.graft.vision.domain.DomainProbe}.
 */
@NullMarked
package dev.graft.vision.domain;

import org.jspecify.annotations.NullMarked;
