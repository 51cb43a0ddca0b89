package io.spillway.bench;

/**
 * What one timed run took.
 *
 * @param race the case
 * @param contender who ran
 * @param isFloor whether it does nothing but the requests
 * @param run from 1
 * @param phase seconds without the starts of JVM and Spark, where the contender tells them
 * @param seconds from the process's start to its end
 * @param cpuSeconds of the process
 * @param peakBytes of resident memory
 * @param heapBytes at most on the heap, or 0 where the contender does not tell
 */
record Sample(
    String race,
    String contender,
    boolean isFloor,
    int run,
    double phase,
    double seconds,
    double cpuSeconds,
    long peakBytes,
    long heapBytes) {
  static Sample of(String race, Contender contender, int run, Child.Ended ended) {
    return new Sample(
        race,
        contender.name(),
        contender.isFloor(),
        run,
        ended.number("phase").orElse(ended.seconds()),
        ended.seconds(),
        ended.cpuSeconds(),
        ended.peakBytes(),
        ended.number("heap").orElse(0.0).longValue());
  }
}
