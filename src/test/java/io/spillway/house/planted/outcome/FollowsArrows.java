package io.spillway.house.planted.outcome;

import java.util.List;

/** Planted: keeps to the rules. */
public final class FollowsArrows {
  public static final List<Class<?>> ALLOWED =
      List.of(
          io.spillway.house.planted.store.Named.class, io.spillway.house.planted.base.Named.class);

  private FollowsArrows() {}
}
