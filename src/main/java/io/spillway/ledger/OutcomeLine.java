package io.spillway.ledger;

import io.spillway.outcome.Outcome;
import io.spillway.outcome.Proof;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one key: a line of the outcomes. Its fields are documented in {@code
 * docs/reference/ledger.md}.
 *
 * @param key as the snapshot has it, below the destination's root
 * @param act what was to be done
 * @param size bytes of content that were copied, or -1 where nothing was
 * @param checksum of the object in the snapshot, empty where there is none
 * @param done whether the destination acknowledged it; otherwise it failed, or nobody can tell
 * @param proof how it is known that the content arrived; only of what was copied
 * @param losses what it lost on the way, mostly nothing
 * @param reason why it failed, empty when it is done
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

  /** What a worker does about a key. */
  public enum Act {
    /** Writes its content to the destination. */
    COPY,
    /** Deletes it from the destination. */
    DELETE,
    /** Deletes it first, because a file system cannot hold it beside what is copied. */
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

  /** The object is at the destination. */
  public static OutcomeLine copied(
      String key, long size, String checksum, Proof proof, List<Outcome.Loss> losses) {
    return new OutcomeLine(key, Act.COPY, size, checksum, true, proof, losses, "");
  }

  /** There is no object by that key at the destination any more. */
  public static OutcomeLine deleted(String key) {
    return gone(key, Act.DELETE);
  }

  /** There is none any more, so that another can be copied there. */
  public static OutcomeLine madeRoom(String key) {
    return gone(key, Act.MAKE_ROOM);
  }

  /** It could not be done, or nobody can tell. */
  public static OutcomeLine failed(String key, Act act, String reason) {
    return new OutcomeLine(key, act, NO_SIZE, "", false, null, List.of(), reason);
  }

  private static OutcomeLine gone(String key, Act act) {
    return new OutcomeLine(key, act, NO_SIZE, "", true, null, List.of(), "");
  }
}
