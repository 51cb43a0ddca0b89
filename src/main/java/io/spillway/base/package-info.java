/**
 * Values that are independent of exports: bytes, locations, settings, globs, sizes, errors. This
 * package imports no other Spillway package.
 */
@NullMarked
package io.spillway.base;

import org.jspecify.annotations.NullMarked;
