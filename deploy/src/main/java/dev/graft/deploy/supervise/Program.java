package dev.graft.deploy.supervise;

import dev.graft.deploy.Failure;
import dev.graft.deploy.home.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A program of a service that does one thing, prints it and ends; in a process of its own. */
record Program(Part part, String mainClass, List<String> options) {

  /**
   * What a program printed, on either stream.
   *
   * @param exit its exit code
   */
  record Said(int exit, String text) {}

  /** Returns when it has ended. */
  Said run(Installation installation, List<String> arguments) {
    var command = new ArrayList<>(Installation.java());
    command.add("-XX:+UseSerialGC");
    command.addAll(options);
    command.addAll(List.of("-cp", installation.classPath(part)));
    command.add(mainClass);
    command.addAll(arguments);
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Said(process.waitFor(), said);
    } catch (IOException e) {
      throw new Failure("can't start " + mainClass + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }
}
