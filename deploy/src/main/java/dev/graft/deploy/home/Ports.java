package dev.graft.deploy.home;

import dev.graft.deploy.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses ports, and finds out beforehand which are taken: a person then reads one sentence, not
 * six logs.
 */
public final class Ports {
  private Ports() {}

  /** The usual ports, changed as asked. */
  public static Map<Port, Integer> fixed(Map<Port, Integer> asked) {
    var ports = new EnumMap<Port, Integer>(Port.class);
    for (var port : Port.values()) {
      ports.put(port, asked.getOrDefault(port, port.usual()));
    }
    return ports;
  }

  /** Whatever is free now, except as asked. */
  public static Map<Port, Integer> free(Map<Port, Integer> asked) {
    var ports = new EnumMap<Port, Integer>(Port.class);
    var held = new ArrayList<ServerSocket>();
    try {
      for (var port : Port.values()) {
        var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        held.add(socket);
        ports.put(port, asked.getOrDefault(port, socket.getLocalPort()));
      }
      return ports;
    } catch (IOException e) {
      throw new Failure("found no free ports: " + e, e);
    } finally {
      held.forEach(Ports::release);
    }
  }

  /**
   * Refuses ports that something else listens on, or that two parts would share.
   *
   * @param needed those that will really be used
   */
  public static void check(Map<Port, Integer> ports, List<Port> needed) {
    var owners = new java.util.HashMap<Integer, Port>();
    for (var port : needed) {
      int number = ports.getOrDefault(port, port.usual());
      var other = owners.put(number, port);
      if (other != null) {
        throw new Failure(
            "port %d is asked for twice: %s and %s".formatted(number, other.title(), port.title()));
      }
      if (taken(number)) {
        throw new Failure(
            "port %d (%s) is taken by another program. Choose another with --port %s=NUMBER, or let Graft pick with --free-ports."
                .formatted(number, port.title(), port.title()));
      }
    }
  }

  private static boolean taken(int number) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), number));
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static void release(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new Failure("can't free port " + socket.getLocalPort() + ": " + e, e);
    }
  }
}
