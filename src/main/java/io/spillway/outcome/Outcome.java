package io.spillway.outcome;

import java.util.List;

/** The outcome of one object. */
public sealed interface Outcome {

  /** Adds this outcome to a summary. */
  void addTo(Summary.Collector summary);

  /**
   * An object that is at the destination.
   *
   * @param bytes bytes of content
   * @param proof the proof that it arrived
   * @param losses metadata lost on the way; usually empty
   */
  record Copied(long bytes, Proof proof, List<Loss> losses) implements Outcome {
    @Override
    public void addTo(Summary.Collector summary) {
      summary.copied(this);
    }
  }

  /** An object that is no longer at the destination. */
  record Deleted() implements Outcome {
    @Override
    public void addTo(Summary.Collector summary) {
      summary.deleted();
    }
  }

  /**
   * An object that failed, or whose state is unknown.
   *
   * @param key the key of the object
   * @param reason why
   */
  record Failed(String key, String reason) implements Outcome {
    @Override
    public void addTo(Summary.Collector summary) {
      summary.failed(key, reason);
    }
  }

  /** A loss of an object that is not a failure. */
  enum Loss {
    /** The user asked to drop metadata that the store cannot hold. */
    METADATA_DROPPED(Summary.Count.METADATA_DROPPED),
    /** The store holds no metadata at all. */
    METADATA_NOT_KEPT(Summary.Count.METADATA_NOT_KEPT);

    private final Summary.Count count;

    Loss(Summary.Count count) {
      this.count = count;
    }

    /** Returns the count that includes objects with this loss. */
    Summary.Count count() {
      return count;
    }
  }
}
