package io.spillway.sandbox;

import io.spillway.sandbox.metadata.IdentityHash;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;

/** The commits of a repository. */
final class CommitHistory {
  private static final int ID_LENGTH = 64;

  private final ConcurrentSkipListMap<String, StoredCommit> commits = new ConcurrentSkipListMap<>();

  /** Adds a commit and returns it with its id. */
  StoredCommit add(StoredCommit draft) {
    String id =
        new IdentityHash()
            .add("commit")
            .add(draft.committer())
            .add(draft.message())
            .add(draft.metaRangeId())
            .add(draft.created())
            .add(draft.metadata())
            .add(String.join(",", draft.parents()))
            .sum()
            .hex();
    StoredCommit commit =
        new StoredCommit(
            id,
            draft.message(),
            draft.committer(),
            draft.created(),
            draft.metaRangeId(),
            draft.parents(),
            draft.metadata(),
            draft.generation());
    commits.put(id, commit);
    return commit;
  }

  /** Returns the commit with the given full id. */
  StoredCommit commit(String id) {
    StoredCommit commit = commits.get(id);
    if (commit == null) {
      throw Refusal.notFound("commit not found");
    }
    return commit;
  }

  /** Returns the commit whose id begins with the prefix, or empty unless exactly one does. */
  Optional<StoredCommit> findByPrefix(String prefix) {
    if (prefix.isEmpty() || prefix.length() > ID_LENGTH) {
      return Optional.empty();
    }
    SortedMap<String, StoredCommit> matches = commits.subMap(prefix, prefix + Character.MAX_VALUE);
    Iterator<StoredCommit> found = matches.values().iterator();
    Optional<StoredCommit> first = found.hasNext() ? Optional.of(found.next()) : Optional.empty();
    return found.hasNext() ? Optional.empty() : first;
  }

  /** Returns the commit and all its ancestors, children before their parents. */
  List<StoredCommit> log(StoredCommit from) {
    List<StoredCommit> log = new ArrayList<>();
    walk(
        from,
        commit -> {
          log.add(commit);
          return false;
        });
    return log;
  }

  /** Returns the common ancestor with the highest generation; a commit is its own ancestor. */
  StoredCommit mergeBase(StoredCommit left, StoredCommit right) {
    Set<StoredCommit> ofLeft = new HashSet<>(log(left));
    return walk(right, ofLeft::contains)
        .orElseThrow(() -> new IllegalStateException("All commits have the first in common"));
  }

  private Optional<StoredCommit> walk(StoredCommit from, Predicate<StoredCommit> found) {
    PriorityQueue<StoredCommit> next =
        new PriorityQueue<>(Comparator.comparingLong(StoredCommit::generation).reversed());
    Set<String> seen = new HashSet<>();
    next.add(from);
    while (!next.isEmpty()) {
      StoredCommit commit = next.remove();
      if (found.test(commit)) {
        return Optional.of(commit);
      }
      commit.parents().stream().filter(seen::add).map(this::commit).forEach(next::add);
    }
    return Optional.empty();
  }
}
