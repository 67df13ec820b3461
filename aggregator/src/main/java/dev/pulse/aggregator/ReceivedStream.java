package dev.pulse.aggregator;

import java.util.List;

/**
 * What stands in Kafka of one stream.
 *
 * @param samples counted once
 * @param batches counted once
 * @param duplicateBatches batches that stood there before
 * @param missingBatches gaps below the highest batch number
 * @param missingSamples gaps below the highest sequence number
 * @param ranges the sequence numbers received, ascending
 */
public record ReceivedStream(
    long samples,
    long batches,
    long duplicateBatches,
    long missingBatches,
    long missingSamples,
    List<SampleRange> ranges) {}
