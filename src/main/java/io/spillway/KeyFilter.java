package io.spillway;

import io.spillway.object.RoundFilter;

/**
 * A filter that assigns each key to a round of an export. It is named and shaped as in lakeFS's own
 * exporter. Rounds run one after another; a failed round stops the rest.
 */
public interface KeyFilter extends RoundFilter {}
