/** Tests of the whole generator, and the real targets and load tests that they use. */
@NullMarked
package dev.pulse.generator;

import org.jspecify.annotations.NullMarked;
