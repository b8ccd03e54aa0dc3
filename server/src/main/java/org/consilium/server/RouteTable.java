package org.consilium.server;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import io.javalin.security.Roles;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** All routes of a server. What is not in it is not answered. */
final class RouteTable {
  private final List<Route> routes;

  /**
   * @throws IllegalArgumentException if a method on a path is declared twice
   */
  RouteTable(List<RouteGroup> groups) {
    this.routes = groups.stream().flatMap(group -> group.routes().stream()).toList();
    Set<String> seen = new HashSet<>();
    for (Route route : routes) {
      if (!seen.add(route.method().name() + " " + route.path())) {
        throw new IllegalArgumentException("declared twice: " + route.path());
      }
    }
  }

  /** In the order of their declaration. */
  List<Route> routes() {
    return routes;
  }

  /** Makes Javalin answer the routes. */
  void register(RoutesConfig config, KnowledgeSnapshots snapshots) {
    for (Route route : routes) {
      if (route.answer().isPresent()) {
        register(config, route.method(), route, snapshots);
        // HEAD is answered like GET, so that it is not told that something exists which does not.
        if (route.method().equals(HandlerType.GET)) {
          register(config, HandlerType.HEAD, route, snapshots);
        }
      }
    }
  }

  private static void register(
      RoutesConfig config, HandlerType method, Route route, KnowledgeSnapshots snapshots) {
    config.addEndpoint(
        new Endpoint(
            method,
            route.path(),
            context -> answer(route, context, snapshots),
            Set.of(new Roles(Set.of(route.role())))));
  }

  private static void answer(Route route, Context context, KnowledgeSnapshots snapshots)
      throws Exception {
    RequestTrace trace = RequestTrace.of(context.req());
    trace.take(route.path());
    RequestBody.refuseEncoding(context.req());
    if (!route.consumes().isEmpty()) {
      RequestBody.refuseOtherMediaTypes(context.req(), route.consumes());
    }
    Access.require(route.role(), trace.caller());
    String mediaType = JsonAnswer.negotiate(context, route.produces());
    QueryParameters parameters = new QueryParameters(context, route.parameters());
    ServedKnowledge knowledge =
        route.versioned() ? snapshots.named(parameters) : snapshots.current();
    route.answer().orElseThrow().answer(new Exchange(context, knowledge, parameters, mediaType));
  }
}
