/** The record of an export and its marker, stored beside the data. */
@NullMarked
package io.spillway.ledger;

import org.jspecify.annotations.NullMarked;
