package io.spillway.testing;

import io.spillway.base.Location;
import io.spillway.request.BadInput;
import io.spillway.request.Option;
import io.spillway.rows.destination.DestinationHelp;
import io.spillway.rows.destination.DestinationProvider;
import io.spillway.rows.destination.DestinationRequest;
import io.spillway.rows.destination.RowDestination;
import java.util.List;
import java.util.Optional;

/** A kind of destination that only tests have: {@link TestTable} behind a URI and an option. */
public final class TestTableProvider implements DestinationProvider {
  private static final Option<Optional<Location>> WAREHOUSE =
      Option.value(
          "warehouse",
          "LOCATION",
          "where the files of the table are",
          (option, text) -> Location.parse(text).asRoot());

  @Override
  public DestinationHelp help() {
    return new DestinationHelp("testtable://NAME", "Tables of tests (with --ledger)");
  }

  @Override
  public List<String> schemes() {
    return List.of("testtable");
  }

  @Override
  public List<Option<?>> options() {
    return List.of(WAREHOUSE);
  }

  @Override
  public RowDestination open(DestinationRequest request) {
    Location ledger =
        request
            .ledger()
            .orElseThrow(() -> BadInput.of("'" + request.uri() + "' needs --ledger=LOCATION"));
    Location warehouse =
        request
            .options()
            .get(WAREHOUSE)
            .orElseThrow(() -> BadInput.of("'" + request.uri() + "' needs --warehouse=LOCATION"));
    return new TestTable(request.uri(), ledger, warehouse, request.stores());
  }
}
