package org.consilium.load;

import org.apache.jena.fuseki.main.cmds.FusekiMain;

/**
 * Fuseki as it comes. Its own main class asks for a logging library that this program does not
 * have; what it runs is this.
 */
public final class StockFuseki {
  private StockFuseki() {}

  /**
   * Serves until the process is ended.
   *
   * @param args as for Fuseki's command
   */
  public static void main(String[] args) {
    FusekiMain.build(args).start().join();
  }
}
