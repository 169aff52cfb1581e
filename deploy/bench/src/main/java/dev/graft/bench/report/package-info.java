/**
 * What a benchmark prints: the machine, the figures and their spread. Start at {@link
 * dev.graft.bench.report.Report}.
 */
@NullMarked
package dev.graft.bench.report;

import org.jspecify.annotations.NullMarked;
