package org.consilium.server;

import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One method on one path: who may use it, what it takes and gives, and how it is answered. A route
 * is declared here once; registration, access control and the checks on media types and parameters
 * follow from it.
 *
 * @param method GET is also answered as HEAD
 * @param path template in the manner of Javalin, {@code /api/studies/{id}}
 * @param role least role of those who may use it
 * @param parameters the query parameters it has; all others are refused
 * @param consumes media types of the body, none if it has no body
 * @param produces media types of the answer, the preferred one first
 * @param versioned whether it is answered from the version that {@code version} or {@code asOf}
 *     names
 * @param patient whether requests or answers tell of a patient
 * @param answer the answer, or empty if a handler outside of the router answers
 */
record Route(
    HandlerType method,
    String path,
    Role role,
    List<String> parameters,
    List<String> consumes,
    List<String> produces,
    boolean versioned,
    boolean patient,
    Optional<Answer> answer) {
  static final String VERSION = "version";
  static final String AS_OF = "asOf";

  /** Answers a request that has passed all checks that its route declares. */
  @FunctionalInterface
  interface Answer {
    void answer(Exchange exchange) throws Exception;
  }

  Route {
    Objects.requireNonNull(role, path);
    parameters = List.copyOf(parameters);
    consumes = List.copyOf(consumes);
    produces = List.copyOf(produces);
  }

  /** A route that is read, and answers in JSON. */
  static Route get(String path, Role role, Answer answer) {
    return of(HandlerType.GET, path, role, List.of(), Optional.of(answer));
  }

  /** A route that takes a body, and answers in JSON. */
  static Route post(String path, Role role, String mediaType, Answer answer) {
    return of(HandlerType.POST, path, role, List.of(mediaType), Optional.of(answer));
  }

  /** A route that a handler outside of the router answers and guards. */
  static Route elsewhere(HandlerType method, String path, Role role) {
    return of(method, path, role, List.of(), Optional.empty());
  }

  private static Route of(
      HandlerType method, String path, Role role, List<String> consumes, Optional<Answer> answer) {
    return new Route(
        method,
        path,
        role,
        List.of(),
        consumes,
        List.of(JsonAnswer.MEDIA_TYPE),
        false,
        false,
        answer);
  }

  /** The same with another method. */
  Route by(HandlerType other) {
    return new Route(other, path, role, parameters, consumes, produces, versioned, patient, answer);
  }

  /** The same with these query parameters, too. */
  Route with(String... names) {
    return new Route(
        method,
        path,
        role,
        Stream.concat(parameters.stream(), Stream.of(names)).toList(),
        consumes,
        produces,
        versioned,
        patient,
        answer);
  }

  /** The same with a body of one of these media types. */
  Route taking(String... mediaTypes) {
    return new Route(
        method, path, role, parameters, List.of(mediaTypes), produces, versioned, patient, answer);
  }

  /** The same with an answer in one of these media types, the preferred one first. */
  Route giving(String... mediaTypes) {
    return new Route(
        method, path, role, parameters, consumes, List.of(mediaTypes), versioned, patient, answer);
  }

  /** The same, answered from the version of the knowledge that the request names. */
  Route ofVersion() {
    Route named = with(VERSION, AS_OF);
    return new Route(
        method, path, role, named.parameters(), consumes, produces, true, patient, answer);
  }

  /** The same, marked as one that patients are described to. */
  Route ofPatients() {
    return new Route(method, path, role, parameters, consumes, produces, versioned, true, answer);
  }
}
