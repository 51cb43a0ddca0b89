/** What an export will do, and what became of it. */
@NullMarked
package io.spillway.plan;

import org.jspecify.annotations.NullMarked;
