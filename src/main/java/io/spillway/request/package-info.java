/** The requests of users, equal for the command line, code and services. */
@NullMarked
package io.spillway.request;

import org.jspecify.annotations.NullMarked;
