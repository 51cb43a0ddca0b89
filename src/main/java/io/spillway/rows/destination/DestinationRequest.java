package io.spillway.rows.destination;

import io.spillway.base.Location;
import io.spillway.request.OptionValues;
import io.spillway.source.SourceSettings;
import io.spillway.store.Stores;
import java.util.Optional;

/**
 * A request for a destination. {@link #toString} shows no option's value.
 *
 * @param uri the destination as users write it
 * @param options all options of the request
 * @param ledger the location of the records, if the user chose one
 * @param stores opens all locations
 * @param settings the settings of the host
 */
public record DestinationRequest(
    String uri,
    OptionValues options,
    Optional<Location> ledger,
    Stores stores,
    SourceSettings settings) {}
