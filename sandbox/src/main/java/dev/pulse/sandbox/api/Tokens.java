package dev.pulse.sandbox.api;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTVerifier;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTVerificationException;
import com.auth0.jwt.interfaces.DecodedJWT;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Issues and checks the bearer tokens: JWT, signed with HMAC-SHA256. */
final class Tokens {
  /** Longer than any load test, since a virtual user logs in once. */
  static final Duration VALIDITY = Duration.ofHours(24);

  private static final String ISSUER = "pulse-sandbox";
  private static final String TENANT = "tenant";
  private static final String BEARER = "Bearer ";

  private final Algorithm algorithm;
  private final JWTVerifier verifier;
  private final InstantSource time;

  Tokens(String secret, InstantSource time) {
    this.algorithm = Algorithm.HMAC256(secret);
    this.verifier = JWT.require(algorithm).withIssuer(ISSUER).build();
    this.time = time;
  }

  String issue(Caller caller) {
    return JWT.create()
        .withIssuer(ISSUER)
        .withSubject(Integer.toString(caller.userId()))
        .withClaim(TENANT, caller.tenantId())
        .withExpiresAt(time.instant().plus(VALIDITY))
        .sign(algorithm);
  }

  /**
   * The caller that the header proves.
   *
   * @param authorization value of the header, or null if there is none
   * @throws Rejection 401 where it proves nothing
   */
  Caller verify(@Nullable String authorization) {
    if (authorization == null || !authorization.startsWith(BEARER)) {
      throw Rejection.unauthorized("header Authorization: Bearer <token> is missing");
    }
    try {
      return caller(verifier.verify(authorization.substring(BEARER.length()).strip()));
    } catch (JWTVerificationException | NumberFormatException e) {
      throw Rejection.unauthorized("token is not valid or has expired");
    }
  }

  private static Caller caller(DecodedJWT token) {
    Integer tenant = token.getClaim(TENANT).asInt();
    if (tenant == null) {
      throw Rejection.unauthorized("token names no tenant");
    }
    return new Caller(Integer.parseInt(token.getSubject()), tenant);
  }
}
