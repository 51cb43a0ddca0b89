package io.spillway.sandbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The requests that came in, and those that are refused because a test wants it. */
final class Traffic {
  // What a test asserts on, and no leak in a sandbox that runs for long.
  private static final int REMEMBERED = 200_000;

  private final Deque<Request> requests = new ArrayDeque<>();
  private final List<Fault> faults = new ArrayList<>();

  private record Fault(Predicate<Request> which, Refusal answer) {}

  /** Remembers a request, and says how it is to be refused, if it is. */
  synchronized Optional<Refusal> add(Request request) {
    requests.add(request);
    if (requests.size() > REMEMBERED) {
      requests.remove();
    }
    return faults.stream()
        .filter(fault -> fault.which().test(request))
        .map(Fault::answer)
        .findFirst();
  }

  synchronized List<Request> requests() {
    return List.copyOf(requests);
  }

  synchronized void forgetRequests() {
    requests.clear();
  }

  synchronized void refuse(Predicate<Request> which, Refusal answer) {
    faults.add(new Fault(which, answer));
  }

  synchronized void refuseNothing() {
    faults.clear();
  }
}
