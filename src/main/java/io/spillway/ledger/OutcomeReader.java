package io.spillway.ledger;

import io.spillway.base.Messages;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenObject;
import io.spillway.store.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A reader of what earlier attempts at some slices have done, regardless of how slices were
 * grouped.
 */
public final class OutcomeReader {
  private static final Logger LOG = LoggerFactory.getLogger(OutcomeReader.class);

  private OutcomeReader() {}

  /**
   * An action that the destination has acknowledged.
   *
   * @param line the outcome
   * @param lease the number of the lease of the run that did it
   */
  public record Done(OutcomeLine line, long lease) {}

  /**
   * The acknowledged actions found.
   *
   * @param done the latest action of each key; keys of neighbouring slices may be included
   */
  public record Found(Map<String, Done> done) {
    /** An empty result. */
    public static final Found NOTHING = new Found(Map.of());

    public Found {
      done = Collections.unmodifiableMap(done);
    }

    /** Returns the action on a key, or empty. */
    public Optional<Done> find(String key) {
      return Optional.ofNullable(done.get(key));
    }
  }

  /**
   * Reads the outcomes of neighbouring slices. Lists each of their blocks once, and reads the files
   * that may have their lines.
   *
   * <p>A file that cannot be read to its end, or cannot be parsed, is ignored as a whole, with a
   * warning: it is safe to repeat its work, but not to trust its remains. Failures are ignored too,
   * even if they are newer than a success, because the destination keeps what it has.
   *
   * @param stepFolder the key of {@code …/outcomes/<step>}, without a slash at its end
   * @param firstSlice the lowest number
   * @param lastSlice the highest number, inclusive
   * @throws IOException if a listing fails
   */
  public static Found read(ObjectStore store, String stepFolder, int firstSlice, int lastSlice)
      throws IOException {
    if (firstSlice < 0 || lastSlice < firstSlice) {
      throw new IllegalArgumentException("Invalid slices: " + firstSlice + " to " + lastSlice);
    }
    Map<String, Done> done = new HashMap<>();
    int lastBlock = OutcomeChunk.block(lastSlice);
    for (int block = OutcomeChunk.block(firstSlice); block <= lastBlock; block++) {
      String folder = OutcomeChunk.folder(stepFolder, block);
      chunks(store, folder, firstSlice, lastSlice)
          .forEach((chunk, key) -> addDone(store, key, chunk, done));
    }
    return new Found(done);
  }

  /**
   * Returns the files in the order in which they were written, as far as it matters for any one
   * key.
   */
  private static Map<OutcomeChunk, String> chunks(
      ObjectStore store, String folder, int firstSlice, int lastSlice) throws IOException {
    Map<OutcomeChunk, String> chunks = new TreeMap<>();
    try {
      for (Iterator<StoredObject> listed = store.list(folder); listed.hasNext(); ) {
        String key = listed.next().key();
        OutcomeChunk.parse(key)
            .filter(chunk -> chunk.meets(firstSlice, lastSlice))
            .ifPresent(chunk -> chunks.put(chunk, key));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return chunks;
  }

  private static void addDone(
      ObjectStore store, String key, OutcomeChunk chunk, Map<String, Done> done) {
    List<OutcomeLine> lines;
    try (OpenObject file = store.open(key, 0)) {
      lines = OutcomeText.decode(file.stream());
    } catch (IOException e) {
      LOG.warn(
          "Ignoring the outcomes in {}, and doing their work again: {}",
          store.container().resolve(key),
          Messages.of(e));
      return;
    }
    for (OutcomeLine line : lines) {
      if (line.done()) {
        done.put(line.key(), new Done(line, chunk.lease()));
      }
    }
  }
}
