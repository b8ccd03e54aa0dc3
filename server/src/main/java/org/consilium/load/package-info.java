/**
 * Measures the server as its clients see it: it and its peers run as processes of their own, take
 * turns, and are asked over plain sockets. Results are ratios, each beside its goal.
 */
package org.consilium.load;
