package org.consilium.server;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Clock;
import java.util.Date;
import java.util.UUID;

/** Makes tokens as a client of CDS Hooks does. */
record HookTokens(String issuer, ECKey key, Clock clock) {
  /** What a good token says. */
  JWTClaimsSet.Builder claims(String audience) {
    return new JWTClaimsSet.Builder()
        .issuer(issuer)
        .audience(audience)
        .issueTime(Date.from(clock.instant()))
        .expirationTime(Date.from(clock.instant().plusSeconds(300)))
        .jwtID(UUID.randomUUID().toString());
  }

  /** The header of a good token. */
  JWSHeader.Builder header() {
    return new JWSHeader.Builder(JWSAlgorithm.ES384).type(JOSEObjectType.JWT).keyID(key.getKeyID());
  }

  String sign(JWTClaimsSet claims, JWSHeader header) throws JOSEException {
    return sign(claims, header, key);
  }

  String sign(JWTClaimsSet claims, JWSHeader header, ECKey with) throws JOSEException {
    SignedJWT token = new SignedJWT(header, claims);
    token.sign(new ECDSASigner(with));
    return token.serialize();
  }

  /** A good token, used by nobody yet. */
  String fresh(String audience) throws JOSEException {
    return sign(claims(audience).build(), header().build());
  }
}
