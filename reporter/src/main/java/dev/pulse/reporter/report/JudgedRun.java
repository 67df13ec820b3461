package dev.pulse.reporter.report;

import dev.pulse.reporter.bottleneck.Bottlenecks;
import dev.pulse.reporter.run.RunData;
import dev.pulse.reporter.verdict.Judgement;
import java.util.List;
import java.util.Map;

/**
 * A run with all that is said about it.
 *
 * @param data its figures
 * @param judgement its verdict
 * @param bottlenecks what held it back
 * @param charts its pictures
 * @param findingCharts those of its findings, by rule
 */
record JudgedRun(
    RunData data,
    Judgement judgement,
    Bottlenecks bottlenecks,
    List<ReportChart> charts,
    Map<String, ReportChart> findingCharts) {}
