package dev.graft.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of this machine. */
final class Ports {
  private Ports() {}

  static int free() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Free, and not the one that somebody is about to take: the system may well name it twice. */
  static int freeBut(int taken) {
    int port = free();
    while (port == taken) {
      port = free();
    }
    return port;
  }

  /** The port itself, or a free one for 0. */
  static int claim(int port, String what) {
    if (port == 0) {
      return free();
    }
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return port;
    } catch (IOException e) {
      throw new IllegalStateException(
          "port %d, meant for %s, is taken: stop what listens there or choose another port"
              .formatted(port, what),
          e);
    }
  }
}
