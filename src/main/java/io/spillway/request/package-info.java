/** Requests of users, equal for all doors. */
@NullMarked
package io.spillway.request;

import org.jspecify.annotations.NullMarked;
