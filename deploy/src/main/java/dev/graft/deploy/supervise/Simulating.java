package dev.graft.deploy.supervise;

import dev.graft.deploy.Failure;
import dev.graft.deploy.home.Part;
import java.util.List;
import java.util.Map;

/** Has a rollout policy tried, by the judge's own code in a process of its own. */
public final class Simulating {

  private static final Program PROGRAM =
      new Program(Part.INFERENCE, "dev.graft.inference.simulate.SimulateMain", List.of("-Xmx512m"));

  private Simulating() {}

  /**
   * Returns the answer, as JSON on one line.
   *
   * @param asked names and values as the program takes them
   * @throws Failure if something of it can't be
   */
  public static String simulate(Installation installation, Map<String, String> asked) {
    var said =
        PROGRAM.run(
            installation,
            asked.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()).toList());
    if (said.exit() != 0) {
      throw new Failure("the policy can't be tried: " + said.text().strip());
    }
    return said.text().strip();
  }
}
