package io.spillway.rows.destination;

import io.spillway.request.Option;
import java.util.List;

/**
 * A kind of destination of rows; found by {@link java.util.ServiceLoader}. All methods but {@link
 * #open} are called for every command line, so that an implementation loads no library before that.
 */
public interface DestinationProvider {
  /** Returns the texts of its help. */
  DestinationHelp help();

  /** Returns the schemes of the URIs that it serves, in lower case. */
  List<String> schemes();

  /** Returns its own options, in the order of the help. */
  List<Option<?>> options();

  /**
   * Reads a request, without asking the destination for anything. All options have valid values.
   *
   * @throws io.spillway.base.SpillwayException (bad input) if the request is invalid
   */
  RowDestination open(DestinationRequest request);
}
