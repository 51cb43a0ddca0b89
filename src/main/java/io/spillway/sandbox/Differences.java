package io.spillway.sandbox;

import io.spillway.base.Bytes;
import io.spillway.object.Entry;
import io.spillway.source.lakefs.metadata.RangeInfo;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over the differences between two states, in the order of the keys. Two objects differ if
 * their identities differ.
 */
final class Differences implements Cursor<Differences.Difference> {
  private final Entries left;
  private final Entries right;
  private @Nullable Entry nextLeft;
  private @Nullable Entry nextRight;

  /**
   * A difference of one key.
   *
   * @param type lakeFS's name: added, removed, changed
   * @param entry the object on the right, or on the left if it was removed
   */
  record Difference(String type, Entry entry) {}

  /** Creates a cursor that owns and closes both sides. */
  private Differences(Entries left, Entries right) throws IOException {
    this.left = left;
    this.right = right;
    this.nextLeft = left.next();
    this.nextRight = right.next();
  }

  /**
   * Returns the differences from a key (inclusive) on. Does not read ranges that both sides share.
   */
  static Differences between(View left, View right, Bytes from) throws IOException {
    Set<String> shared = ids(left);
    shared.retainAll(ids(right));
    return new Differences(without(left, shared).from(from), without(right, shared).from(from));
  }

  /**
   * Returns the differences from a key (inclusive) on, between a branch's last commit and its
   * staged state.
   */
  static Differences uncommitted(View committed, View staged, Bytes from) throws IOException {
    return new Differences(committed.from(from), staged.from(from));
  }

  private static Set<String> ids(View view) {
    return view.ranges().stream().map(RangeInfo::id).collect(Collectors.toCollection(HashSet::new));
  }

  private static View without(View view, Set<String> shared) {
    List<RangeInfo> own =
        view.ranges().stream().filter(range -> !shared.contains(range.id())).toList();
    return new View(view.files(), own, view.staged());
  }

  @Override
  public @Nullable Difference next() throws IOException {
    while (nextLeft != null || nextRight != null) {
      Difference difference = step();
      if (difference != null) {
        return difference;
      }
    }
    return null;
  }

  private @Nullable Difference step() throws IOException {
    Entry before = nextLeft;
    Entry after = nextRight;
    if (after == null || (before != null && before.key().compareTo(after.key()) < 0)) {
      nextLeft = left.next();
      return before == null ? null : new Difference("removed", before);
    }
    nextRight = right.next();
    if (before == null || !before.key().equals(after.key())) {
      return new Difference("added", after);
    }
    nextLeft = left.next();
    return before.identity().equals(after.identity()) ? null : new Difference("changed", after);
  }

  @Override
  public void close() {
    left.close();
    right.close();
  }
}
