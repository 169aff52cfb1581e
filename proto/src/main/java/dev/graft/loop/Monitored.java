package dev.graft.loop;

/**
 * Whatever can say how it is doing. Beans of this type show up in a service's liveness and
 * readiness by themselves.
 */
public interface Monitored {
  String name();

  LoopHealth health();
}
