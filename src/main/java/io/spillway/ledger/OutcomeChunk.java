package io.spillway.ledger;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One file of outcomes, as its name describes it.
 *
 * @param first the lowest number of a slice in the file
 * @param last the highest number of a slice in the file
 * @param lease the number of the lease of the run that wrote it
 * @param taskAttempt the task attempt that wrote it, unique in its run
 * @param sequence the number of files that this attempt had written before
 */
record OutcomeChunk(int first, int last, long lease, long taskAttempt, int sequence)
    implements Comparable<OutcomeChunk> {

  /** The number of slices that share a folder, so that a reader lists little besides its own. */
  private static final int SLICES_PER_BLOCK = 128;

  private static final Pattern NAME =
      Pattern.compile("([0-9]{8,10})-([0-9]{8,10})-([0-9]+)-([0-9]+)-([0-9]+)\\.jsonl\\.gz");

  private static final Comparator<OutcomeChunk> AS_WRITTEN =
      Comparator.comparingLong(OutcomeChunk::lease)
          .thenComparingLong(OutcomeChunk::taskAttempt)
          .thenComparingInt(OutcomeChunk::sequence)
          .thenComparingInt(OutcomeChunk::first)
          .thenComparingInt(OutcomeChunk::last);

  /** Returns the block of a slice. */
  static int block(int slice) {
    return slice / SLICES_PER_BLOCK;
  }

  /** Returns the prefix of the keys of all files of a block. */
  static String folder(String stepFolder, int block) {
    return String.format(Locale.ROOT, "%s/%06d/", stepFolder, block);
  }

  /** Returns the key of the file. */
  String key(String stepFolder) {
    return folder(stepFolder, block(first))
        + String.format(
            Locale.ROOT, "%08d-%08d-%d-%d-%d.jsonl.gz", first, last, lease, taskAttempt, sequence);
  }

  /** Parses a key; empty if it is not the name of a file of outcomes. */
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

  /** Returns whether the file may have lines of the given slices. */
  boolean meets(int firstSlice, int lastSlice) {
    return first <= lastSlice && last >= firstSlice;
  }

  /** Compares by the time of writing, as far as names show it; later files are greater. */
  @Override
  public int compareTo(OutcomeChunk other) {
    return AS_WRITTEN.compare(this, other);
  }
}
