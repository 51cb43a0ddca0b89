package io.spillway.source;

import io.spillway.request.ExportRequest;
import io.spillway.request.Option;
import io.spillway.request.VerifyRequest;
import java.util.List;

/**
 * A kind of source; found by {@link java.util.ServiceLoader}. All methods but {@link #open} and
 * {@link #warmUp} are called for every command line, so that an implementation loads no library of
 * its source before that.
 */
public interface SourceProvider {
  /** Returns the texts of its help. */
  SourceHelp help();

  /** Returns the schemes of the URIs that it serves, in lower case. */
  List<String> schemes();

  /** Returns whether it serves names without a scheme. At most one provider does. */
  default boolean servesNames() {
    return false;
  }

  /** Returns the content of its sources. */
  default Content content() {
    return Content.ROWS;
  }

  /**
   * Returns the options of its section of the help, in that order: its own, and of {@link
   * RowSourceOptions} or {@link ObjectSourceOptions} those that it honors.
   */
  List<Option<?>> options();

  /** Returns its own options of a verification. */
  default List<Option<?>> verifyOptions() {
    return List.of();
  }

  /**
   * Returns the source as reports and ledgers name it, without secrets.
   *
   * @throws io.spillway.base.SpillwayException (bad input) if the URI is invalid; the message does
   *     not repeat secrets
   */
  String nameOf(String uri);

  /**
   * Returns a URI as it may be shown and recorded: without the user, secrets and parameters.
   *
   * @throws io.spillway.base.SpillwayException (bad input) if the URI is invalid
   */
  default String shown(String uri) {
    return nameOf(uri);
  }

  /**
   * Checks the URI of a request, and its options as a whole. All options have valid values.
   *
   * @throws io.spillway.base.SpillwayException (bad input) if the request is invalid
   */
  default void check(ExportRequest request) {
    nameOf(request.source());
  }

  /**
   * Checks the URI of a request, and its options as a whole. All options have valid values.
   *
   * @throws io.spillway.base.SpillwayException (bad input) if the request is invalid
   */
  default void check(VerifyRequest request) {
    request.source().ifPresent(this::nameOf);
  }

  /**
   * Reads a valid request, without asking the source for anything.
   *
   * @throws io.spillway.base.SpillwayException (bad input) if the settings are invalid
   */
  OpenedSource open(ExportRequest request, SourceSettings settings);

  /**
   * Loads the libraries of an export while Spark starts. Sends no request, and nothing depends on
   * it.
   */
  default void warmUp() {
    // Most providers have nothing to prepare.
  }
}
