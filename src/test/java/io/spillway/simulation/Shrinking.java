package io.spillway.simulation;

import java.util.ArrayList;
import java.util.List;

/** Finds a short history that fails as a long one does. */
final class Shrinking {
  private static final int MOST = 400;

  private final World.Moment start;
  private History shortest;
  private Violation violation;
  private int tried;

  private Shrinking(World.Moment start, History history, Violation violation) {
    this.start = start;
    this.shortest = history;
    this.violation = violation;
  }

  static Broken shortest(World.Moment start, History history, Violation violation) {
    Shrinking shrinking = new Shrinking(start, history, violation);
    while (shrinking.shrinks()) {
      // once more
    }
    return new Broken(shrinking.shortest, shrinking.violation);
  }

  private boolean shrinks() {
    for (List<Act> acts : shorter(shortest.acts())) {
      if (tried++ > MOST) {
        return false;
      }
      History candidate = new History(shortest.setting(), shortest.seed(), acts);
      try (World world = candidate.world(start)) {
        History.play(candidate, world);
      } catch (Violation e) {
        shortest = candidate;
        violation = e;
        return true;
      }
    }
    return false;
  }

  private static List<List<Act>> shorter(List<Act> acts) {
    List<List<Act>> all = new ArrayList<>();
    for (int at = 0; at < acts.size(); at++) {
      Act act = acts.get(at);
      List<Act> without = new ArrayList<>(acts);
      without.remove(at);
      all.add(without);
      for (int request : act.faults().keySet()) {
        all.add(replaced(acts, at, act.without(request)));
      }
      Act plain =
          new Act(
              Order.of(act.order().commit()), act.faults(), act.thaws(), act.after(), act.damage());
      for (Act simpler : List.of(act.damaging(-1), act.thawing(-1), act.after(-1), plain)) {
        if (!simpler.equals(act)) {
          all.add(replaced(acts, at, simpler));
        }
      }
    }
    return all;
  }

  private static List<Act> replaced(List<Act> acts, int at, Act other) {
    List<Act> changed = new ArrayList<>(acts);
    changed.set(at, other);
    return changed;
  }
}
