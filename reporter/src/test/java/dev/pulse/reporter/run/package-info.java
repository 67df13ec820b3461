/** Tests of what is known of a run; start at {@link dev.pulse.reporter.run.RunFixture}. */
@NullMarked
package dev.pulse.reporter.run;

import org.jspecify.annotations.NullMarked;
