package io.spillway.rows.destination;

import io.spillway.destination.DestinationContext;
import io.spillway.ledger.ExportId;
import io.spillway.rows.RowLayout;
import io.spillway.rows.parquet.Compression;

/**
 * An export as its destination sees it.
 *
 * @param id the id of the export
 * @param context the place of its records; its stores write while the lease is held
 * @param layout the layout that the source chose
 * @param source the source's name, without secrets
 * @param compression the compression of the files
 * @param maxConcurrency the maximum number of requests in flight
 */
public record RowExport(
    ExportId id,
    DestinationContext context,
    RowLayout layout,
    String source,
    Compression compression,
    int maxConcurrency) {}
