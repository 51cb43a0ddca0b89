package io.spillway.plan;

import java.util.List;

/**
 * What runs at once.
 *
 * @param number from 1
 * @param slices those that hold keys of this round
 * @param tally what they hold of it
 */
public record Round(int number, List<Slice> slices, Tally tally) {
  static Round of(int number, List<Slice> slices) {
    List<Slice> own = slices.stream().filter(slice -> slice.tally(number).objects() > 0).toList();
    return new Round(
        number,
        own,
        own.stream().map(slice -> slice.tally(number)).reduce(Tally.NONE, Tally::plus));
  }
}
