package dev.graft.bench.system;

import java.time.Duration;

/** What processes take of the processor. */
public final class ProcessorTime {
  private ProcessorTime() {}

  /** User and system time so far; zero for a process that is gone. */
  public static Duration of(long processId) {
    return ProcessHandle.of(processId)
        .flatMap(process -> process.info().totalCpuDuration())
        .orElse(Duration.ZERO);
  }
}
