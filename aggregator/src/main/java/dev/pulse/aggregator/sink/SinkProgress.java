package dev.pulse.aggregator.sink;

/**
 * How far a sink is.
 *
 * @param points written since it started, repeats included
 * @param rejected points that InfluxDB refused for good
 * @param behind records of results and resources that wait in Kafka
 * @param trouble why nothing gets through at the moment; empty where all is well
 */
public record SinkProgress(long points, long rejected, long behind, String trouble) {}
