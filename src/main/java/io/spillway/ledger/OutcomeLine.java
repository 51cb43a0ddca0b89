package io.spillway.ledger;

import io.spillway.outcome.Outcome;
import io.spillway.outcome.Proof;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one key: a line of the outcomes. Its fields are documented in {@code
 * docs/reference/ledger.md}.
 *
 * @param key the key in the snapshot, below the destination's root
 * @param act the kind of action
 * @param size bytes of copied content, or -1 if nothing was copied
 * @param checksum the checksum of the object in the snapshot, empty if there is none
 * @param done whether the destination acknowledged the action; otherwise it failed, or its result
 *     is unknown
 * @param proof the evidence that the content arrived; only for copies
 * @param losses what the object lost on the way; usually empty
 * @param reason why it failed; empty if it is done
 */
public record OutcomeLine(
    String key,
    Act act,
    long size,
    String checksum,
    boolean done,
    @Nullable Proof proof,
    List<Outcome.Loss> losses,
    String reason) {

  /** The action of a worker on a key. */
  public enum Act {
    /** Writes the key's content to the destination. */
    COPY,
    /** Deletes the key from the destination. */
    DELETE,
    /** Deletes the key before a copy, because a file system cannot hold both. */
    MAKE_ROOM
  }

  private static final long NO_SIZE = -1;

  public OutcomeLine {
    losses = List.copyOf(losses);
    boolean copied = done && act == Act.COPY;
    if (copied != (proof != null) || copied != (size >= 0)) {
      throw new IllegalArgumentException(
          "Invalid outcome: a size and a proof belong to what was copied, and to nothing else.");
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(key)) {
      throw new IllegalArgumentException(
          "Invalid outcome: its key cannot be written in UTF-8, and would be read as another.");
    }
  }

  /** Returns the outcome of a copied object. */
  public static OutcomeLine copied(
      String key, long size, String checksum, Proof proof, List<Outcome.Loss> losses) {
    return new OutcomeLine(key, Act.COPY, size, checksum, true, proof, losses, "");
  }

  /** Returns the outcome of a deleted key. */
  public static OutcomeLine deleted(String key) {
    return gone(key, Act.DELETE);
  }

  /** Returns the outcome of a key that was deleted to make room for a copy. */
  public static OutcomeLine madeRoom(String key) {
    return gone(key, Act.MAKE_ROOM);
  }

  /** Returns the outcome of an action that failed, or whose result is unknown. */
  public static OutcomeLine failed(String key, Act act, String reason) {
    return new OutcomeLine(key, act, NO_SIZE, "", false, null, List.of(), reason);
  }

  private static OutcomeLine gone(String key, Act act) {
    return new OutcomeLine(key, act, NO_SIZE, "", true, null, List.of(), "");
  }
}
