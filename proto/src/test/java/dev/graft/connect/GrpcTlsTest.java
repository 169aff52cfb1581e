package dev.graft.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.embedded.Moment;
import dev.graft.tls.ClientTls;
import dev.graft.tls.ServerTls;
import dev.graft.tls.TestAuthority;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** Real TLS between a client and the gRPC server that both doors use. */
class GrpcTlsTest {
  private static final TestAuthority OURS = new TestAuthority();
  private static final TestAuthority OTHERS = new TestAuthority();

  @Test
  void answersAClientThatTrustsItsAuthority() {
    try (var server = start(OURS.server("plain"))) {
      assertEquals(ServingStatus.SERVING, ask(server, OURS.client()));
      assertEquals(ServingStatus.SERVING, ask(server, OURS.client("known")));
    }
  }

  @Test
  void isNotTrustedByAClientOfAnotherAuthorityNorByOneThatSpeaksPlainly() {
    try (var server = start(OURS.server("mistrusted"))) {
      assertRefused(server, credentials(OTHERS.client()));
      assertRefused(server, credentials(ClientTls.PLAIN));
      assertRefused(server, InsecureChannelCredentials.create());
    }
  }

  @Test
  void letsOnlyKnownClientsInIfToldTo() {
    try (var server = start(OURS.serverForKnownClients("mutual"))) {
      assertEquals(ServingStatus.SERVING, ask(server, OURS.client("friend")));
      assertRefused(server, credentials(OURS.client()));
      var stranger = OTHERS.client("stranger");
      assertRefused(
          server,
          credentials(new ClientTls(OURS.ca(), stranger.certificate(), stranger.privateKey())));
    }
  }

  @Test
  void takesRenewedFilesWithoutARestartAndKeepsTheLastGoodOnes() throws Exception {
    var files = OURS.server("renewed");
    try (var server = start(files)) {
      var first = shown(server);
      OURS.renew(files);
      var second = until(server, first);
      Files.writeString(files.privateKey(), "half wri");
      assertEquals(ServingStatus.SERVING, ask(server, OURS.client()));
      OURS.renew(files);
      assertNotEquals(first, until(server, second));
    }
  }

  @Test
  void doesNotStartWithFilesThatAreWrong() {
    var files = OURS.server("a");
    var refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> start(new ServerTls(files.certificate(), OURS.ca(), null)));
    assertTrue(refusal.getMessage().contains("holds no private key"), refusal.getMessage());
  }

  private static GrpcServerShell start(ServerTls tls) {
    var server =
        GrpcServerShell.start(new InetSocketAddress("127.0.0.1", 0), tls, List.of(), List.of());
    server.serving(true);
    return server;
  }

  private static ServingStatus ask(GrpcServerShell server, ClientTls tls) {
    return ask(server, credentials(tls));
  }

  private static ServingStatus ask(GrpcServerShell server, ChannelCredentials credentials) {
    var channel = Grpc.newChannelBuilder("127.0.0.1:" + server.port(), credentials).build();
    try {
      return HealthGrpc.newBlockingStub(channel)
          .withDeadlineAfter(20, TimeUnit.SECONDS)
          .check(HealthCheckRequest.getDefaultInstance())
          .getStatus();
    } finally {
      channel.shutdownNow();
    }
  }

  private static void assertRefused(GrpcServerShell server, ChannelCredentials credentials) {
    var refusal = assertThrows(StatusRuntimeException.class, () -> ask(server, credentials));
    assertEquals(Status.Code.UNAVAILABLE, refusal.getStatus().getCode());
  }

  private static ChannelCredentials credentials(ClientTls tls) {
    var builder = TlsChannelCredentials.newBuilder().trustManager(tls.trust());
    tls.identity().ifPresent(who -> builder.keyManager(who.keyManagers()));
    return builder.build();
  }

  /** The key of the certificate that the server shows now. */
  private static PublicKey shown(GrpcServerShell server) throws Exception {
    var factory = OURS.client().context().getSocketFactory();
    try (var socket = (SSLSocket) factory.createSocket("127.0.0.1", server.port())) {
      socket.startHandshake();
      var certificate = socket.getSession().getPeerCertificates()[0];
      return ((X509Certificate) certificate).getPublicKey();
    }
  }

  private static PublicKey until(GrpcServerShell server, PublicKey before) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    var now = shown(server);
    while (now.equals(before) && System.nanoTime() < deadline) {
      Moment.pass();
      now = shown(server);
    }
    assertNotEquals(before, now);
    return now;
  }
}
