package org.consilium.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.javalin.router.ParsedEndpoint;
import io.javalin.security.Roles;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RouteTableTest {
  private static RunningServer server;

  @BeforeAll
  static void start() throws Exception {
    server = RunningServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void everyRouteNamesItsRole() {
    List<ParsedEndpoint> endpoints =
        server.server().endpoints().stream()
            .filter(each -> each.endpoint.method.isHttpMethod())
            .toList();
    assertTrue(endpoints.size() > 10);
    for (ParsedEndpoint each : endpoints) {
      Roles roles = each.endpoint.metadata(Roles.class);
      assertNotNull(roles, each.endpoint.path);
      assertEquals(1, roles.getRoles().size(), each.endpoint.path);
    }
  }

  @Test
  void theRouterAnswersWhatTheTableDeclaresAndNothingElse() {
    Set<String> declared = new TreeSet<>();
    for (Route route : server.server().routes().routes()) {
      if (route.answer().isPresent()) {
        declared.add(route.method().name() + " " + route.path());
        if (route.method().name().equals("GET")) {
          declared.add("HEAD " + route.path());
        }
      }
    }
    Set<String> answered = new TreeSet<>();
    for (ParsedEndpoint each : server.server().endpoints()) {
      if (each.endpoint.method.isHttpMethod()) {
        answered.add(each.endpoint.method.name() + " " + each.endpoint.path);
      }
    }
    assertEquals(declared, answered);
  }

  @Test
  void aRouteIsDeclaredOnce() {
    RouteGroup group = () -> List.of(Route.get("/a", Role.READER, exchange -> {}));
    assertThrows(IllegalArgumentException.class, () -> new RouteTable(List.of(group, group)));
  }

  @Test
  void aRouteWithoutRoleCannotBeMade() {
    assertThrows(NullPointerException.class, () -> Route.get("/a", null, exchange -> {}));
  }

  @Test
  void eachRoleHasTheRightsOfThoseBefore() {
    assertTrue(Role.ADMIN.mayAct(Role.READER));
    assertTrue(Role.READER.mayAct(Role.READER));
    assertTrue(!Role.READER.mayAct(Role.AUTHOR));
    assertTrue(!Role.PUBLIC.mayAct(Role.READER));
  }
}
