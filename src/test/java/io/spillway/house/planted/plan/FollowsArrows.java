package io.spillway.house.planted.plan;

import java.util.List;

/** Planted: keeps to the rules. */
public final class FollowsArrows {
  public static final List<Class<?>> UPSTREAM =
      List.of(
    io.spillway.house.planted.store.NamesDoor.class, io.spillway.house.planted.Noun.class);

  private FollowsArrows() {}
}
