package dev.pulse.launcher.cli;

import dev.pulse.reporter.bottleneck.RuleSet;
import dev.pulse.reporter.verdict.Criteria;

/**
 * What runs are held against, read before any of them begins.
 *
 * @param criteria what they are judged by
 * @param rules what their bottlenecks are looked for by
 */
record Yardstick(Criteria criteria, RuleSet rules) {}
