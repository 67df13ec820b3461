/** Tests of HTTP against targets that behave in every way a target can. */
@NullMarked
package dev.pulse.generator.http;

import org.jspecify.annotations.NullMarked;
