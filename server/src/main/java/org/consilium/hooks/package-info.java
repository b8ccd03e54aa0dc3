/**
 * Advice as CDS Hooks 2.0 wants it: reading of requests, choice of cards, Markdown. Knows no HTTP
 * and never asks another system for anything.
 *
 * <p>A request comes in as bytes and a response goes out as JSON; see {@link
 * org.consilium.hooks.HookAdvisor}. Depends on the engine only.
 */
package org.consilium.hooks;
