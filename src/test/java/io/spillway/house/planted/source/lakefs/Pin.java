package io.spillway.house.planted.source.lakefs;

/** A class of one source. */
public final class Pin {}
