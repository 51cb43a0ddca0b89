package io.spillway.ledger.lease;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** A one-shot signal that the lease was lost. Each listener is called once. */
final class LeaseLoss {
  private final AtomicReference<String> sentence = new AtomicReference<>();
  private final Queue<Consumer<String>> untold = new ConcurrentLinkedQueue<>();

  boolean happened() {
    return sentence.get() != null;
  }

  /** Returns the reason in one sentence, or empty if the lease is not lost. */
  Optional<String> sentence() {
    return Optional.ofNullable(sentence.get());
  }

  /** Records the loss and returns its exception. Only the first sentence is kept. */
  LeaseLostException happens(String first) {
    sentence.compareAndSet(null, first);
    return new LeaseLostException(sentence().orElse(first));
  }

  void listen(Consumer<String> listener) {
    untold.add(listener);
    tell();
  }

  /**
   * Calls the listeners that were not called yet, if the lease is lost. Must be called without
   * locks held.
   */
  void tell() {
    sentence()
        .ifPresent(
            happened -> {
              for (Consumer<String> next = untold.poll(); next != null; next = untold.poll()) {
                next.accept(happened);
              }
            });
  }
}
