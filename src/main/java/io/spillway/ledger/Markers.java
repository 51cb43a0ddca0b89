package io.spillway.ledger;

import io.spillway.base.Location;
import io.spillway.store.StoredObject;
import io.spillway.store.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The markers directly at a root, of any exporter.
 *
 * @param found by the time in their names, oldest first
 */
record Markers(List<Found> found) {
  private static final String PREFIX = "EXPORT_";

  /** A marker and its name; several names can denote equal markers. */
  record Found(String name, Marker marker) {
    static Stream<Found> of(String name) {
      return Marker.parse(name).map(marker -> new Found(name, marker)).stream();
    }
  }

  Markers {
    found =
        found.stream().sorted(Comparator.comparing((Found one) -> one.marker().time())).toList();
  }

  /** Returns the markers with the given names; other names are ignored. */
  static Markers of(Collection<String> names) {
    return new Markers(names.stream().flatMap(Found::of).toList());
  }

  /** Lists the markers directly in a folder, which is a root or Spillway's own. */
  static Markers at(Stores stores, Location root) throws IOException {
    int start = root.resolve("").path().length();
    List<String> names = new ArrayList<>();
    try {
      Iterator<StoredObject> listed = stores.open(root).list(root.resolve(PREFIX).path());
      while (listed.hasNext()) {
        String name = listed.next().key().substring(start);
        if (Marker.isNameOfOne(name)) {
          names.add(name);
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return of(names);
  }

  List<String> names() {
    return found.stream().map(Found::name).toList();
  }

  /** Returns the SUCCESS markers, oldest first. */
  List<Found> successes() {
    return found.stream().filter(one -> one.marker().success()).toList();
  }
}
