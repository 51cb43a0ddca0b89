package io.spillway.request;

import java.util.List;

/**
 * A request to export a source to a destination, which a command line, a notebook or a service
 * builds. {@link #toString} shows neither the values of options nor the user who reads the source.
 *
 * @param source a URI as users write it; may contain a user's name
 * @param destination a location as users write it
 * @param options all other options
 * @param origin the way in which the request was made
 */
public record ExportRequest(
    String source, String destination, OptionValues options, Origin origin) {

  /** Returns a request from code, without options. */
  public static ExportRequest of(String source, String destination) {
    return new ExportRequest(source, destination, OptionValues.NONE, Origin.CODE);
  }

  /**
   * Returns a copy with an option: {@code with("export-id", "nightly")}, {@code with("dry-run")}.
   *
   * @param name without leading dashes
   * @param values none for a flag; several for an option that may be repeated
   */
  public ExportRequest with(String name, String... values) {
    List<String> all = values.length == 0 ? List.of("true") : List.of(values);
    return new ExportRequest(source, destination, options.with(name, all), origin);
  }

  @Override
  public String toString() {
    return "export to " + destination + " with " + options;
  }
}
