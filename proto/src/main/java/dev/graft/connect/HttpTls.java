package dev.graft.connect;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextConfigurer;
import io.micronaut.context.annotation.ContextConfigurer;
import io.micronaut.context.env.PropertySource;
import java.util.HashMap;

/**
 * Tells Micronaut's HTTP server, in its own words and before it looks for them, to speak TLS on the
 * port that it has anyway, with what {@link HttpCertificate} gives it.
 */
@ContextConfigurer
public final class HttpTls implements ApplicationContextConfigurer {
  @Override
  public void configure(ApplicationContext context) {
    var environment = context.getEnvironment();
    environment.start();
    if (!environment.containsProperties(HttpTlsConfig.PREFIX)) {
      return;
    }
    var words = new HashMap<String, Object>();
    words.put("micronaut.server.ssl.enabled", true);
    words.put(
        "micronaut.server.ssl.port",
        environment.getProperty("micronaut.server.port", String.class).orElse("8080"));
    words.put("micronaut.server.ssl.key-name", HttpCertificate.NAME);
    if (environment.containsProperty(HttpTlsConfig.PREFIX + ".client-ca")) {
      words.put("micronaut.server.ssl.trust-name", HttpCertificate.NAME);
      words.put("micronaut.server.ssl.client-authentication", "need");
    }
    environment.addPropertySource(PropertySource.of(HttpTlsConfig.PREFIX, words));
  }
}
