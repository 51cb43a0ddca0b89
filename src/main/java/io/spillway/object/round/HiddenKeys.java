package io.spillway.object.round;

import io.spillway.base.Bytes;
import io.spillway.object.Change;
import io.spillway.object.KeyLookup;
import io.spillway.object.Split;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The search for keys that a store would hide from listings: some stores hold {@code p} and {@code
 * p/q}, and list nothing below {@code p}. It accompanies the walk over the changes of a split.
 *
 * <p>{@code p} and {@code p/q} need not be neighbours ({@code p!} sorts between them), and the
 * other one may lie in another split, or in a range that is not read because nothing changed there.
 * All keys between them begin with {@code p}, so a stack of prefixes finds pairs in the walk; the
 * rest is looked up. Of a full export everything is walked, so only keys before the split are
 * looked up.
 */
final class HiddenKeys {
  private static final byte SLASH = '/';

  private final Job job;
  private final Split split;
  private final Deque<Bytes> prefixes = new ArrayDeque<>();
  private Map<Bytes, Boolean> looked = new HashMap<>();
  private @Nullable KeyLookup lookup;

  HiddenKeys(Job job, Split split) {
    this.job = job;
    this.split = split;
  }

  /**
   * Returns why the next key to copy would be hidden, or would hide another; empty if it is not.
   *
   * @throws IOException if the snapshot cannot be read
   */
  Optional<String> objection(Change change) throws IOException {
    if (!job.hidesKeys() || change.isDelete()) {
      return Optional.empty();
    }
    Bytes key = change.key();
    Optional<Bytes> above = above(key);
    if (above.isPresent()) {
      return Optional.of("lies below the key '" + above.get() + "'" + advice());
    }
    Optional<Bytes> below = job.comparison().isFull() ? Optional.empty() : lookup().firstBelow(key);
    return below.map(found -> "lies above the key '" + found + "'" + advice());
  }

  private String advice() {
    return ", and "
        + job.destination().root().container()
        + " lists no key below another: leave one of them out by --exclude, or rename it";
  }

  private Optional<Bytes> above(Bytes key) throws IOException {
    while (!prefixes.isEmpty() && !key.startsWith(prefixes.peek())) {
      prefixes.pop();
    }
    Optional<Bytes> walked =
        prefixes.stream().filter(prefix -> key.array()[prefix.length()] == SLASH).findFirst();
    prefixes.push(key);
    return walked.isPresent() ? walked : lookedUp(key);
  }

  private Optional<Bytes> lookedUp(Bytes key) throws IOException {
    Map<Bytes, Boolean> onTheWay = new HashMap<>();
    Optional<Bytes> found = Optional.empty();
    for (int end = 1; end < key.length(); end++) {
      if (key.array()[end] != SLASH) {
        continue;
      }
      Bytes folder = key.first(end);
      if (!job.comparison().isFull() || folder.compareTo(split.after()) <= 0) {
        boolean has = looked.containsKey(folder) ? looked.get(folder) : lookup().has(folder);
        onTheWay.put(folder, has);
        found = has ? Optional.of(folder) : found;
      }
    }
    looked = onTheWay; // only folders of the last key can be those of the next
    return found;
  }

  private KeyLookup lookup() throws IOException {
    KeyLookup made = lookup == null ? job.comparison().lookup() : lookup;
    lookup = made;
    return made;
  }
}
