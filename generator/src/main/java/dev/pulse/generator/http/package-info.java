/**
 * HTTP/1.1 as a load generator needs it: requests encoded before the run, answers parsed without an
 * object per header, failures told apart.
 *
 * <p>Start at {@link dev.pulse.generator.http.HttpSession}: one per VU, it carries a scheduled
 * request through connecting, sending, redirects and judging to a recorded sample. Everything here
 * runs on one event loop and is not thread-safe unless it says so.
 */
@NullMarked
package dev.pulse.generator.http;

import org.jspecify.annotations.NullMarked;
