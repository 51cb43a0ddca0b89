package io.spillway.source.postgres;

import io.spillway.base.SpillwayException;
import io.spillway.request.BadInput;
import io.spillway.request.ExportRequest;
import io.spillway.request.Option;
import io.spillway.request.Origin;
import io.spillway.source.OpenedSource;
import io.spillway.source.RowSourceOptions;
import io.spillway.source.SourceHelp;
import io.spillway.source.SourceProvider;
import io.spillway.source.SourceSettings;
import io.spillway.source.postgres.address.PostgresAddress;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A source provider for the tables of a Postgres database. The password comes from a Hadoop
 * credential provider that contains {@value #PASSWORD}, or else from {@code PGPASSWORD}, {@code
 * PGPASSFILE} or {@code ~/.pgpass}.
 */
public final class PostgresProvider implements SourceProvider {
  /** The alias of the password in Hadoop's credential providers. */
  public static final String PASSWORD = "spillway.postgres.password";

  @Override
  public SourceHelp help() {
    return new SourceHelp(
        "postgresql",
        "a Postgres database",
        "postgresql://[USER@]HOST[:PORT]/DB",
        "postgresql://HOST/DB",
        "Exports one consistent state of a Postgres database's tables as Parquet.",
        "postgresql://[USER@]HOST[:PORT]/DB, with ?sslmode=… and its like; or parts of it and"
            + " PGHOST, …",
        "Postgres (password: PGPASSWORD, or ~/.pgpass)");
  }

  @Override
  public List<String> schemes() {
    return PostgresAddress.SCHEMES;
  }

  @Override
  public List<Option<?>> options() {
    return List.of(
        PostgresOptions.EXPORT_ONLY,
        PostgresOptions.EXCLUDE,
        PostgresOptions.REQUIRE_ALL,
        PostgresOptions.WHERE,
        PostgresOptions.COLUMNS,
        RowSourceOptions.TARGET_FILE_SIZE,
        RowSourceOptions.ROW_GROUP_SIZE,
        RowSourceOptions.COMPRESSION,
        RowSourceOptions.MAX_CONNECTIONS,
        RowSourceOptions.SKIP_UNREADABLE,
        PostgresOptions.SNAPSHOT,
        PostgresOptions.NUMERIC,
        PostgresOptions.CAST,
        PostgresOptions.OUT_OF_RANGE,
        PostgresOptions.ENUM,
        PostgresOptions.COMPOSITES,
        PostgresOptions.PASSWORD_COMMAND,
        RowSourceOptions.EXPORT_ID);
  }

  @Override
  public String nameOf(String uri) {
    return PostgresAddress.parse(uri).source();
  }

  /**
   * Rejects parameters from a network, because they name files and settings of the server's
   * session.
   */
  @Override
  public void check(ExportRequest request) {
    PostgresAddress address = PostgresAddress.parse(request.source());
    if (request.origin() == Origin.NETWORK && !address.parameters().isEmpty()) {
      throw BadInput.of(
          "The address's parameter "
              + Collections.min(address.parameters().keySet())
              + " cannot be given over a network");
    }
  }

  @Override
  public OpenedSource open(ExportRequest request, SourceSettings settings) {
    PostgresAddress address = PostgresAddress.parse(request.source());
    PostgresOptions options = PostgresOptions.of(request.options());
    int maxConnections = request.options().get(RowSourceOptions.MAX_CONNECTIONS);
    Optional<String> password = password(settings);
    return new OpenedSource.OfRows(
        address.source(), () -> PostgresSource.pin(address, password, options, maxConnections));
  }

  private static Optional<String> password(SourceSettings settings) {
    if (settings.find(PASSWORD).isPresent()) {
      throw new SpillwayException(
          SpillwayException.Kind.BAD_INPUT,
          "Refused to read the password from the setting "
              + PASSWORD
              + ", which others can see: keep it in a credential provider, in PGPASSWORD or in"
              + " ~/.pgpass.");
    }
    return settings.secret(PASSWORD);
  }
}
