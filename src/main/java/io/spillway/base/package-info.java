/**
 * Values that know nothing of exports: bytes, locations, settings, globs, sizes, errors. Imports
 * nothing of ours.
 */
@NullMarked
package io.spillway.base;

import org.jspecify.annotations.NullMarked;
