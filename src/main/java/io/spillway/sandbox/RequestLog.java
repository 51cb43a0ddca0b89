package io.spillway.sandbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The recorded requests, and the faults that tests inject. */
final class RequestLog {
  // Enough for the assertions of a test, and a limit on the memory of a long-running sandbox.
  private static final int REMEMBERED = 200_000;

  private final Deque<Request> requests = new ArrayDeque<>();
  private final List<Fault> faults = new ArrayList<>();

  private record Fault(Predicate<Request> which, Refusal answer) {}

  /**
   * Records a request and returns the rejection to answer it with, or empty if it is to be served.
   */
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
