package io.spillway.request;

import java.util.List;
import java.util.Optional;

/**
 * A request to compare exported data with its record.
 *
 * @param source a URI as users write it; empty for the recorded source
 * @param destination a location as users write it
 * @param options all other options
 * @param origin the way in which the request was made
 */
public record VerifyRequest(
    Optional<String> source, String destination, OptionValues options, Origin origin) {

  /** Returns a request from code for the last export to a destination. */
  public static VerifyRequest of(String destination) {
    return new VerifyRequest(Optional.empty(), destination, OptionValues.NONE, Origin.CODE);
  }

  /** Returns a copy that is rejected if the export is of another source. */
  public VerifyRequest from(String uri) {
    return new VerifyRequest(Optional.of(uri), destination, options, origin);
  }

  /** Returns a copy with an option: {@code with("read-content")}. */
  public VerifyRequest with(String name, String... values) {
    List<String> all = values.length == 0 ? List.of("true") : List.of(values);
    return new VerifyRequest(source, destination, options.with(name, all), origin);
  }

  @Override
  public String toString() {
    return "verification of " + destination + " with " + options;
  }
}
