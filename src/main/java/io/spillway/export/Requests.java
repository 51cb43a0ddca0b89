package io.spillway.export;

import io.spillway.ledger.RecordedRequest;
import io.spillway.request.ExportRequest;
import io.spillway.request.Option;
import io.spillway.request.OptionValues;
import io.spillway.request.VerifyRequest;
import io.spillway.rows.destination.Destinations;
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

  /**
   * Returns all options of an export.
   *
   * @param destination whose kind may have options of its own
   */
  public static List<Option<?>> options(SourceProvider provider, String destination) {
    return together(
        Stream.of(
            provider.options(),
            ofDestination(provider.content(), destination),
            general(provider.content())));
  }

  /** Returns the options of a kind of destination, which only rows can be exported to. */
  private static List<Option<?>> ofDestination(Content content, String destination) {
    return switch (content) {
      case OBJECTS -> List.of();
      case ROWS -> Destinations.options(destination);
    };
  }

  /**
   * Returns all options of a verification.
   *
   * @param provider of its source; empty if the ledger names the source
   * @param destination whose kind may have options of its own
   */
  public static List<Option<?>> verifyOptions(
      Optional<SourceProvider> provider, String destination) {
    Content content = content(provider);
    return together(Stream.of(verifyOptions(provider), ofDestination(content, destination)));
  }

  /** Returns the options of a verification that do not depend on its destination. */
  public static List<Option<?>> verifyOptions(Optional<SourceProvider> provider) {
    Content content = content(provider);
    return together(
        Stream.of(
            provider.map(SourceProvider::verifyOptions).orElse(List.of()),
            switch (content) {
              case OBJECTS -> ObjectRequests.VERIFY;
              case ROWS -> RowRequests.VERIFY;
            }));
  }

  private static Content content(Optional<SourceProvider> provider) {
    return provider.map(SourceProvider::content).orElse(Content.ROWS);
  }

  private static List<Option<?>> together(Stream<List<Option<?>>> lists) {
    return lists.<Option<?>>flatMap(List::stream).toList();
  }

  /**
   * Checks the URI and the options of a request, and returns the provider of its source.
   *
   * @throws io.spillway.base.SpillwayException (bad input) if the request is invalid, or has an
   *     option that may not come from its origin
   */
  public static SourceProvider check(ExportRequest request) {
    SourceProvider provider = Sources.require(request.source());
    request.options().check(options(provider, request.destination()), request.origin());
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
    request.options().check(verifyOptions(provider, request.destination()), request.origin());
    provider.ifPresent(one -> one.check(request));
    return provider;
  }

  /** Returns a valid request as the ledger records it: without secrets. */
  public static RecordedRequest recorded(ExportRequest request) {
    SourceProvider provider = Sources.require(request.source());
    return new RecordedRequest(
        provider.shown(request.source()),
        request.destination(),
        request.options().shown(options(provider, request.destination())),
        request.origin().text());
  }
}
