package dev.graft.deploy.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the system's own shell. */
final class RecipeTest {
  @Test
  void aPartYieldsByAsMuchAsItIsNice() throws Exception {
    int own = Integer.parseInt(said(new ProcessBuilder("nice")));
    var nicer = new ProcessBuilder(Recipe.started(7, List.of("nice")));
    assertEquals(Math.min(19, own + 7), Integer.parseInt(said(nicer)));
  }

  @Test
  void aSystemWithoutSuchACommandStartsItAllTheSame(@TempDir Path empty) throws Exception {
    var bare = new ProcessBuilder(Recipe.started(7, List.of("/bin/echo", "two  words", "$HOME")));
    bare.environment().put("PATH", empty.toString());
    assertEquals("two  words $HOME", said(bare));
  }

  private static String said(ProcessBuilder builder) throws IOException, InterruptedException {
    var process = builder.redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said.strip();
  }
}
