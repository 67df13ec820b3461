/** Tests of verdict and decision; start at {@link dev.pulse.reporter.verdict.ShortcutsTest}. */
@NullMarked
package dev.pulse.reporter.verdict;

import org.jspecify.annotations.NullMarked;
