/** The address of a database, its connection parameters, and its password. */
@NullMarked
package io.spillway.source.postgres.address;

import org.jspecify.annotations.NullMarked;
