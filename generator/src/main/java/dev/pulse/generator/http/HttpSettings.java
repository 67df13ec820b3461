package dev.pulse.generator.http;

import dev.pulse.scenario.HttpOptions;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import javax.net.ssl.SSLException;

/**
 * How all sessions of an agent speak HTTP.
 *
 * @param options of the load test
 * @param tls for https
 * @param policy which hosts a redirect may lead to
 * @param addresses resolved hosts
 */
public record HttpSettings(
    HttpOptions options, SslContext tls, TargetPolicy policy, AddressBook addresses) {

  /**
   * Settings with the JDK's TLS and its trusted certificates, or any certificate if the options say
   * so.
   */
  public static HttpSettings of(HttpOptions options, TargetPolicy policy, AddressBook addresses) {
    var tls = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
    if (options.insecureSkipTlsVerify()) {
      tls.trustManager(InsecureTrustManagerFactory.INSTANCE).endpointIdentificationAlgorithm(null);
    }
    try {
      return new HttpSettings(options, tls.build(), policy, addresses);
    } catch (SSLException e) {
      throw new IllegalStateException("this JDK has no usable TLS", e);
    }
  }
}
