package io.spillway.source;

import io.spillway.request.ExportRequest;
import io.spillway.request.Option;
import java.util.List;

/**
 * A kind of source whose content is rows; found by {@link java.util.ServiceLoader}. All methods but
 * {@link #open} are called for every command line, so that an implementation loads no library of
 * its source before that.
 */
public interface SourceProvider {
  /** Returns the texts of its help. */
  SourceHelp help();

  /** Returns the schemes of the URIs that it serves, in lower case. */
  List<String> schemes();

  /**
   * Returns the options of its section of the help, in that order: its own, and of {@link
   * RowSourceOptions} those that it honors.
   */
  List<Option<?>> options();

  /**
   * Returns the source as reports and ledgers name it, without secrets.
   *
   * @throws io.spillway.base.SpillwayException (bad input) if the URI is invalid; the message does
   *     not repeat secrets
   */
  String nameOf(String uri);

  /**
   * Reads a request, without asking the source for anything. All options have valid values.
   *
   * @throws io.spillway.base.SpillwayException (bad input) if the request is invalid
   */
  OpenedSource open(ExportRequest request, SourceSettings settings);
}
