/**
 * Why a task's version is worse on validation than on training pictures: what was measured goes in,
 * findings come out. Values only. Start reading at {@link
 * dev.graft.trainer.diagnose.TaskDiagnosis}.
 */
@NullMarked
package dev.graft.trainer.diagnose;

import org.jspecify.annotations.NullMarked;
