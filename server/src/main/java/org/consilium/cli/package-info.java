/**
 * The command line: one class for each command, each a thin shell over an operation of the engine
 * or the server.
 *
 * <p>Data goes to standard output and everything else to standard error. Exit codes: 0 done, 1
 * found problems or refused input, 2 wrong usage.
 */
package org.consilium.cli;
