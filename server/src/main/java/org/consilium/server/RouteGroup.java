package org.consilium.server;

import java.util.List;

/** Routes that belong together. */
interface RouteGroup {
  List<Route> routes();
}
