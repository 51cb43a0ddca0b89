package io.spillway.ledger.lease;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** That a lease is lost: it happens once, and each who asked is told once. */
final class LeaseLoss {
  private final AtomicReference<String> sentence = new AtomicReference<>();
  private final Queue<Consumer<String>> untold = new ConcurrentLinkedQueue<>();

  boolean happened() {
    return sentence.get() != null;
  }

  /** What happened, in one sentence. */
  Optional<String> sentence() {
    return Optional.ofNullable(sentence.get());
  }

  /** It happened; only the first sentence counts. */
  LeaseLostException happens(String first) {
    sentence.compareAndSet(null, first);
    return new LeaseLostException(sentence().orElse(first));
  }

  void listen(Consumer<String> listener) {
    untold.add(listener);
    tell();
  }

  /** Tells those who were not told, if it happened. Called without locks held. */
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
