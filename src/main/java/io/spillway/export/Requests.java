package io.spillway.export;

import io.spillway.ledger.RecordedRequest;
import io.spillway.request.ExportRequest;
import io.spillway.request.Option;
import io.spillway.request.OptionValues;
import io.spillway.request.VerifyRequest;
import io.spillway.source.Content;
import io.spillway.source.SourceProvider;
import io.spillway.source.Sources;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The options of requests, which depend on the content of their source, and their checks. */
public final class Requests {
  private Requests() {}

  /** Returns the options that exports of this content have besides those of their source. */
  public static List<Option<?>> general(Content content) {
    return switch (content) {
      case OBJECTS -> ObjectRequests.GENERAL;
      case ROWS -> RowRequests.GENERAL;
    };
  }

  /** Returns all options of an export. */
  public static List<Option<?>> options(SourceProvider provider) {
    return both(provider.options(), general(provider.content()));
  }

  /**
   * Returns all options of a verification.
   *
   * @param provider of its source; empty if the ledger names the source
   */
  public static List<Option<?>> verifyOptions(Optional<SourceProvider> provider) {
    Content content = provider.map(SourceProvider::content).orElse(Content.ROWS);
    return both(
        provider.map(SourceProvider::verifyOptions).orElse(List.of()),
        switch (content) {
          case OBJECTS -> ObjectRequests.VERIFY;
          case ROWS -> RowRequests.VERIFY;
        });
  }

  private static List<Option<?>> both(List<Option<?>> first, List<Option<?>> second) {
    return Stream.concat(first.stream(), second.stream()).<Option<?>>map(option -> option).toList();
  }

  /**
   * Checks the URI and the options of a request, and returns the provider of its source.
   *
   * @throws io.spillway.base.SpillwayException (bad input) if the request is invalid, or has an
   *     option that may not come from its origin
   */
  public static SourceProvider check(ExportRequest request) {
    SourceProvider provider = Sources.require(request.source());
    request.options().check(options(provider), request.origin());
    provider.check(request);
    checkTogether(provider.content(), request.options());
    return provider;
  }

  private static void checkTogether(Content content, OptionValues options) {
    switch (content) {
      case OBJECTS -> ObjectRequests.check(options);
      case ROWS -> new RowOptions(options);
    }
  }

  /**
   * Checks the URI and the options of a request, and returns the provider of its source, if the
   * request names one.
   *
   * @throws io.spillway.base.SpillwayException (bad input) if the request is invalid, or has an
   *     option that may not come from its origin
   */
  public static Optional<SourceProvider> check(VerifyRequest request) {
    Optional<SourceProvider> provider = request.source().map(Sources::require);
    request.options().check(verifyOptions(provider), request.origin());
    provider.ifPresent(one -> one.check(request));
    return provider;
  }

  /** Returns a valid request as the ledger records it: without secrets. */
  public static RecordedRequest recorded(ExportRequest request) {
    SourceProvider provider = Sources.require(request.source());
    return new RecordedRequest(
        provider.shown(request.source()),
        request.destination(),
        request.options().shown(options(provider)),
        request.origin().text());
  }
}
