package org.consilium.attack;

import org.apache.jena.fuseki.main.cmds.FusekiMainCmd;
import org.apache.jena.fuseki.system.FusekiLogging;

/** Starts Fuseki as its own command does, but with the logging that is on the class path. */
public final class StockFusekiMain {
  private StockFusekiMain() {}

  public static void main(String... arguments) {
    FusekiLogging.markInitialized(true);
    FusekiMainCmd.main(arguments);
  }
}
