package dev.graft.loop;

/**
 * Something that runs on threads of its own. Beans of this type are started and closed by the
 * service process.
 */
public interface Runs extends Monitored, AutoCloseable {
  /** Does nothing the second time. */
  Runs start();

  @Override
  void close();
}
