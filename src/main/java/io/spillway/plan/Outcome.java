package io.spillway.plan;

import java.util.List;

/** What became of one object. */
public sealed interface Outcome {

  /** Counts it. */
  void addTo(Summary.Collector summary);

  /**
   * It is at the destination.
   *
   * @param bytes of content
   * @param proof how that is known
   * @param losses what it lost on the way, mostly nothing
   */
  record Copied(long bytes, Proof proof, List<Loss> losses) implements Outcome {
    @Override
    public void addTo(Summary.Collector summary) {
      summary.copied(this);
    }
  }

  /** It is no longer at the destination. */
  record Deleted() implements Outcome {
    @Override
    public void addTo(Summary.Collector summary) {
      summary.deleted();
    }
  }

  /**
   * It is not, or nobody can tell.
   *
   * @param key of the object
   * @param reason why
   */
  record Failed(String key, String reason) implements Outcome {
    @Override
    public void addTo(Summary.Collector summary) {
      summary.failed(key, reason);
    }
  }

  /** What an object can lose without being a failure. */
  enum Loss {
    /** The user asked to drop metadata that the store cannot hold. */
    METADATA_DROPPED,
    /** The store holds no metadata at all. */
    METADATA_NOT_KEPT
  }
}
