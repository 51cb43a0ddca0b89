package io.spillway;

import io.spillway.object.RoundFilter;

/**
 * A filter that assigns each key to a round of an export; named and shaped as in lakeFS's own
 * exporter. Rounds run one after another, and a round that fails stops the rest.
 */
public interface KeyFilter extends RoundFilter {}
