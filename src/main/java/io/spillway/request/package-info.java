/** What a user asks for, whichever door it came through. */
@NullMarked
package io.spillway.request;

import org.jspecify.annotations.NullMarked;
