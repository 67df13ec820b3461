/**
 * The whole pipeline as a user runs it: {@code pulse} as a process, real servers, files in, files
 * out. Nothing here calls into the code it tests; figures are recomputed from the exported samples
 * in a few independent lines. Start at {@link dev.pulse.integration.WholePipelineTest}.
 */
@NullMarked
package dev.pulse.integration;

import org.jspecify.annotations.NullMarked;
