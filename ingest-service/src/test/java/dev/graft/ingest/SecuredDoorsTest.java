package dev.graft.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.graft.embedded.Moment;
import dev.graft.ingest.picture.Drawn;
import dev.graft.tls.ClientTls;
import dev.graft.tls.ServerTls;
import dev.graft.tls.TestAuthority;
import dev.graft.v1.ImageSubmitted;
import dev.graft.v1.SubmitImageRequest;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Both doors behind TLS: HTTP for clients that it knows, gRPC for everybody who trusts it. */
class SecuredDoorsTest {
  private static final TestAuthority OURS = new TestAuthority();
  private static final TestAuthority OTHERS = new TestAuthority();
  private static final ServerTls HTTP = OURS.serverForKnownClients("http");
  private static final ClientTls FRIEND = OURS.client("friend");

  private static RunningIngest service;

  @BeforeAll
  static void start() {
    var grpc = OURS.server("grpc");
    Map<String, Object> keys =
        Map.of(
            "graft.http.tls.certificate", HTTP.certificate().toString(),
            "graft.http.tls.private-key", HTTP.privateKey().toString(),
            "graft.http.tls.client-ca", String.valueOf(HTTP.clientCa()),
            "graft.grpc.tls.certificate", grpc.certificate().toString(),
            "graft.grpc.tls.private-key", grpc.privateKey().toString());
    var credentials =
        TlsChannelCredentials.newBuilder().trustManager(OURS.client().trust()).build();
    service = new RunningIngest("secured-doors", keys, credentials);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void saysItsHealthAndMetricsOverTls() throws Exception {
    assertEquals("https", service.at("/").getScheme());
    assertEquals(200, get(FRIEND, "/health/liveness").statusCode());
    var ready = get(FRIEND, "/health/readiness");
    for (int tries = 0; ready.statusCode() != 200 && tries < 1_000; tries++) {
      ready = get(FRIEND, "/health/readiness"); // its registers are still reading
    }
    assertEquals(200, ready.statusCode(), ready.body());
    assertTrue(get(FRIEND, "/prometheus").body().contains("jvm_threads"));
  }

  @Test
  void takesPicturesOverTls() throws Exception {
    var body = HttpRequest.BodyPublishers.ofByteArray(Drawn.png(41));
    var request = HttpRequest.newBuilder(service.at("/v1/images?image_id=tls-1")).POST(body);
    var answer = client(FRIEND).send(request.build(), BodyHandlers.ofString());
    assertEquals(201, answer.statusCode(), answer.body());
    var image =
        ImageSubmitted.newBuilder().setImageId("tls-2").setData(ByteString.copyFrom(Drawn.png(42)));
    var taken = service.grpc().submitImage(SubmitImageRequest.newBuilder().setImage(image).build());
    assertEquals("tls-2", taken.getStored().getImageId());
  }

  @Test
  void isNotTrustedByAClientOfAnotherAuthority() {
    var stranger = new ClientTls(OTHERS.ca(), FRIEND.certificate(), FRIEND.privateKey());
    assertThrows(IOException.class, () -> get(stranger, "/health/liveness"));
    assertThrows(IOException.class, () -> get(ClientTls.PLAIN, "/health/liveness"));
  }

  @Test
  void refusesClientsThatDoNotSayWhoTheyAreOrAreNotKnown() {
    assertThrows(IOException.class, () -> get(OURS.client(), "/health/liveness"));
    var stranger = OTHERS.client("stranger");
    var pretender = new ClientTls(OURS.ca(), stranger.certificate(), stranger.privateKey());
    assertThrows(IOException.class, () -> get(pretender, "/health/liveness"));
  }

  @Test
  void answersNobodyWhoSpeaksPlainly() {
    var plain = service.at("/health/liveness").toString().replace("https:", "http:");
    var request = HttpRequest.newBuilder(java.net.URI.create(plain)).build();
    assertThrows(IOException.class, () -> client(FRIEND).send(request, BodyHandlers.ofString()));
  }

  @Test
  void takesARenewedCertificateWithoutARestart() throws Exception {
    var before = shown();
    OURS.renew(HTTP);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    var now = shown();
    while (now.equals(before) && System.nanoTime() < deadline) {
      Moment.pass();
      now = shown();
    }
    assertNotEquals(before, now);
  }

  @Test
  void showsItsConfigurationToNobody() throws Exception {
    assertEquals(404, get(FRIEND, "/env").statusCode());
    assertEquals(404, get(FRIEND, "/beans").statusCode());
  }

  private static PublicKey shown() throws Exception {
    var session = get(FRIEND, "/health/liveness").sslSession().orElseThrow();
    return ((X509Certificate) session.getPeerCertificates()[0]).getPublicKey();
  }

  private static HttpResponse<String> get(ClientTls tls, String path) throws Exception {
    var request = HttpRequest.newBuilder(service.at(path)).timeout(Duration.ofSeconds(20)).build();
    return client(tls).send(request, BodyHandlers.ofString());
  }

  private static HttpClient client(ClientTls tls) {
    return HttpClient.newBuilder().sslContext(tls.context()).build();
  }
}
