/** The address of a database, its connection parameters, and the password for it. */
@NullMarked
package io.spillway.source.postgres.address;

import org.jspecify.annotations.NullMarked;
