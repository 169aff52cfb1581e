package dev.graft.deploy.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class InstallationTest {
  @Test
  void moreOptionsAreWordsWithAnySpaceBetween() {
    assertEquals(List.of("-Xss2m", "-Dx=y"), Installation.words(" -Xss2m \n -Dx=y "));
    assertEquals(List.of(), Installation.words(" "));
    assertEquals(List.of(), Installation.words(null));
  }

  @Test
  void everyProcessGetsThemLast() {
    var more = Installation.words(System.getenv("JAVA_OPTIONS"));
    var command = Installation.java();
    assertEquals(more, command.subList(command.size() - more.size(), command.size()));
  }
}
