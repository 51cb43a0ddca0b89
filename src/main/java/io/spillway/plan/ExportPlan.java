package io.spillway.plan;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What an export will do.
 *
 * @param rounds in their order; rounds without keys are there too
 * @param failures what planning found that can never be exported; with any, nothing is begun
 */
public record ExportPlan(List<Round> rounds, Failures failures) {
  /** A plan of that many rounds over those slices. */
  public static ExportPlan of(int rounds, List<Slice> slices, Failures failures) {
    return new ExportPlan(
        IntStream.rangeClosed(1, rounds).mapToObj(number -> Round.of(number, slices)).toList(),
        failures);
  }

  /** What all rounds hold. */
  public Tally tally() {
    return rounds.stream().map(Round::tally).reduce(Tally.NONE, Tally::plus);
  }
}
