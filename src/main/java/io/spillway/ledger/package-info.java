/** What happened, kept beside the data: the marker and the record of an export. */
@NullMarked
package io.spillway.ledger;

import org.jspecify.annotations.NullMarked;
