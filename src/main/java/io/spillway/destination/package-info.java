/** Where the exported state goes, and what signs it. */
@NullMarked
package io.spillway.destination;

import org.jspecify.annotations.NullMarked;
