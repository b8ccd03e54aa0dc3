/**
 * Versions of the knowledge: checked, published once, kept unchanged in a data folder, and read
 * again so that an old answer can be given again. See {@code docs/versions.md}.
 */
package org.consilium.publication;
