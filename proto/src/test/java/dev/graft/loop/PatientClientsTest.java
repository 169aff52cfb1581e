package dev.graft.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatientClientsTest {
  private static final Duration ASKED = Duration.ofMillis(12);
  private static final Duration SETTLED = Duration.ofMillis(100);

  private final PatientClients clients = new PatientClients(() -> true, SETTLED);

  @Test
  void aPollIsAsBriefAsAskedUntilWhatCameIsCommitted() {
    assertEquals(ASKED, clients.atMost(ASKED, Duration.ZERO));
    assertEquals(ASKED, clients.atMost(ASKED, SETTLED));
  }

  @Test
  void whereThereIsNothingToDoItWaitsLonger() {
    assertEquals(Duration.ofMillis(100), clients.atMost(ASKED, SETTLED.plusMillis(1)));
  }

  @Test
  void itIsNeverMadeBriefer() {
    assertEquals(Duration.ofSeconds(1), clients.atMost(Duration.ofSeconds(1), Duration.ofHours(1)));
  }

  @Test
  void aPollThatMustNotWaitDoesNot() {
    assertEquals(Duration.ZERO, clients.atMost(Duration.ZERO, Duration.ofHours(1)));
  }
}
