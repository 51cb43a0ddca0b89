package io.spillway.ledger;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One file of outcomes, by what its name says.
 *
 * @param first the lowest number of a slice that it has lines of
 * @param last the highest
 * @param lease the number of the lease of the run that wrote it
 * @param taskAttempt of the task that wrote it, unique in its run
 * @param sequence how many files that task had written before
 */
record OutcomeChunk(int first, int last, long lease, long taskAttempt, int sequence)
    implements Comparable<OutcomeChunk> {

  /** Slices whose outcomes share a folder, so that a reader lists little besides its own. */
  private static final int SLICES_PER_BLOCK = 128;

  private static final Pattern NAME =
      Pattern.compile("([0-9]{8,10})-([0-9]{8,10})-([0-9]+)-([0-9]+)-([0-9]+)\\.jsonl\\.gz");

  private static final Comparator<OutcomeChunk> AS_WRITTEN =
      Comparator.comparingLong(OutcomeChunk::lease)
          .thenComparingLong(OutcomeChunk::taskAttempt)
          .thenComparingInt(OutcomeChunk::sequence)
          .thenComparingInt(OutcomeChunk::first)
          .thenComparingInt(OutcomeChunk::last);

  /** The block of a slice. */
  static int block(int slice) {
    return slice / SLICES_PER_BLOCK;
  }

  /** What the keys of all files of a block begin with. */
  static String folder(String stepFolder, int block) {
    return String.format(Locale.ROOT, "%s/%06d/", stepFolder, block);
  }

  /** Its key. */
  String key(String stepFolder) {
    return folder(stepFolder, block(first))
        + String.format(
            Locale.ROOT, "%08d-%08d-%d-%d-%d.jsonl.gz", first, last, lease, taskAttempt, sequence);
  }

  /** What that file is, or nothing when its name is none of ours. */
  static Optional<OutcomeChunk> parse(String key) {
    Matcher name = NAME.matcher(key.substring(key.lastIndexOf('/') + 1));
    if (!name.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new OutcomeChunk(
              Integer.parseInt(name.group(1)),
              Integer.parseInt(name.group(2)),
              Long.parseLong(name.group(3)),
              Long.parseLong(name.group(4)),
              Integer.parseInt(name.group(5))));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Whether it may have lines of these slices. */
  boolean meets(int firstSlice, int lastSlice) {
    return first <= lastSlice && last >= firstSlice;
  }

  /** What was written later is greater, as far as names tell. */
  @Override
  public int compareTo(OutcomeChunk other) {
    return AS_WRITTEN.compare(this, other);
  }
}
