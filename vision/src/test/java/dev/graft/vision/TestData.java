package dev.graft.vision;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of real pictures and weights, which is not part of the project. */
public final class TestData {
  private TestData() {}

  /** Skips the test, and says so, where the folder or that part of it is absent. */
  public static Path require(String part) {
    String named = System.getenv("GRAFT_TEST_DATA");
    Path folder =
        named != null
            ? Path.of(named)
            : Path.of(System.getProperty("graft.root"), "../shared/data").normalize();
    Path path = folder.resolve(part);
    boolean there = Files.exists(path);
    if (!there) {
      System.out.println("SKIPPED: no " + path + "; name the test data with GRAFT_TEST_DATA=DIR");
    }
    assumeTrue(there, "no " + path + "; name the test data with GRAFT_TEST_DATA=DIR");
    return path;
  }
}
