package dev.graft.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.graft.embedded.TestBed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from PEM files, and what is said of those that are wrong. */
class PemTest {
  private final Path folder = TestBed.folder("pem");
  private final TestAuthority authority = new TestAuthority();

  @Test
  void readsAChainAndItsKey() {
    var identity = authority.server("a").identity();
    assertEquals(2, identity.chain().size());
    assertEquals("CN=localhost", identity.certificate().getSubjectX500Principal().getName());
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519"})
  void readsPrivateKeysOfAllCommonKinds(String algorithm) throws Exception {
    var key = KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate();
    var file = pem("key.pem", "PRIVATE KEY", key.getEncoded());
    assertEquals(key, PemFile.privateKey(file));
  }

  @Test
  void takesTwoFilesThatBelongTogetherInRsaToo() throws Exception {
    var held = new HeldCertificate.Builder().rsa2048().build();
    var certificate = TestAuthority.write(folder.resolve("rsa.crt"), held.certificatePem());
    var key = TestAuthority.write(folder.resolve("rsa.key"), held.privateKeyPkcs8Pem());
    assertEquals(held.certificate(), Identity.read(certificate, key).certificate());
  }

  @Test
  void refusesTheKeyOfAnother() {
    var mixed =
        new ServerTls(
            authority.server("a").certificate(), authority.server("b").privateKey(), null);
    assertSays("is not the private key of the first certificate in", mixed::identity);
  }

  @Test
  void saysWhichFileIsWrongAndNeverWhatIsInIt() throws Exception {
    var files = authority.server("a");
    var absent = folder.resolve("absent.pem");
    assertSays("there is no file " + absent, () -> Identity.read(absent, files.privateKey()));
    var empty = Files.createFile(folder.resolve("empty.pem"));
    assertSays("holds no certificate", () -> Identity.read(empty, files.privateKey()));
    assertSays("holds no private key", () -> Identity.read(files.certificate(), empty));
    var old = pem("old.pem", "RSA PRIVATE KEY", new byte[] {1, 2, 3});
    assertSays("openssl pkcs8 -topk8", () -> Identity.read(files.certificate(), old));
    var encrypted = pem("encrypted.pem", "ENCRYPTED PRIVATE KEY", new byte[] {1, 2, 3});
    assertSays("openssl pkcs8 -topk8", () -> Identity.read(files.certificate(), encrypted));
    var garbage = pem("garbage.pem", "PRIVATE KEY", new byte[] {1, 2, 3});
    assertSays("none of [RSA, EC", () -> Identity.read(files.certificate(), garbage));
  }

  @Test
  void refusesHalfOfASetting() {
    var file = Path.of("x");
    assertSays("set graft.x.private-key", () -> ServerTls.of("graft.x", file, null, null));
    assertSays("set graft.x.certificate", () -> ServerTls.of("graft.x", null, null, file));
    assertSays("only of use together", () -> new ClientTls(null, file, null));
    assertTrue(ServerTls.of("graft.x", null, null, null).isEmpty());
  }

  @Test
  void neverPrintsAKey() {
    var files = authority.server("a");
    var key = Base64.getEncoder().encodeToString(files.identity().key().getEncoded());
    assertFalse((files + "" + files.identity()).contains(key.substring(0, 20)));
  }

  private static void assertSays(String what, org.junit.jupiter.api.function.Executable deed) {
    var refusal = assertThrows(IllegalArgumentException.class, deed);
    assertTrue(String.valueOf(refusal.getMessage()).contains(what), refusal.getMessage());
  }

  private Path pem(String name, String title, byte[] der) {
    var text = Base64.getMimeEncoder().encodeToString(der);
    return TestAuthority.write(
        folder.resolve(name),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(title, text, title));
  }
}
