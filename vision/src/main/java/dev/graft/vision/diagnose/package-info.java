/**
 * Why a head is worse on validation than on training pictures: what was measured goes in, findings
 * come out. Values only. Start reading at {@link dev.graft.vision.diagnose.Diagnosis}.
 */
@NullMarked
package dev.graft.vision.diagnose;

import org.jspecify.annotations.NullMarked;
