package io.spillway.source.postgres.decode;

import java.io.Serializable;

/** A format in which the server sends the values of a column. */
sealed interface ValueFormat extends Serializable permits WireFormat, PrintedType {}
