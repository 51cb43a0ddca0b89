package io.spillway.ledger;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The request of a run, as {@code export.json} contains it: without secrets.
 *
 * @param source a URI without a user, secrets and parameters
 * @param destination a location as the user wrote it
 * @param options the values of each given option, in the order in which they were given; a flag has
 *     the value {@code true}, and an option that may contain a secret the value {@code (secret)}
 * @param origin the way in which the request was made: {@code command-line}, {@code code} or {@code
 *     network}
 */
public record RecordedRequest(
    String source, String destination, Map<String, List<String>> options, String origin) {
  public RecordedRequest {
    Objects.requireNonNull(source);
    Objects.requireNonNull(destination);
    Objects.requireNonNull(origin);
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }
}
