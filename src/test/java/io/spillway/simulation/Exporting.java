package io.spillway.simulation;

import io.spillway.base.Environment;
import io.spillway.base.Location;
import io.spillway.base.SpillwayException;
import io.spillway.destination.DestinationContext;
import io.spillway.export.Export;
import io.spillway.export.ExportOptions;
import io.spillway.export.ObjectWork;
import io.spillway.ledger.lease.LeaseTiming;
import io.spillway.object.ObjectSource;
import io.spillway.object.States;
import io.spillway.object.round.StepRunner;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The real code of one export, in a process of a simulation. */
final class Exporting {
  /** The time of a lease; no two leases of one world last equally long, so that guards differ. */
  static final Duration LASTS = Duration.ofSeconds(30);

  private Exporting() {}

  /** Runs the export that a process was started for. */
  static void run(World world, Process process) {
    try {
      process.ended(export(world, process).run(), null);
    } catch (SpillwayException e) {
      process.ended(null, e);
    } catch (RuntimeException e) {
      if (!process.isDead()) {
        world.model().broken(process.name() + " threw " + e, e);
      }
      process.die();
    }
    world.model().ended(process);
  }

  private static Export export(World world, Process process) {
    Environment environment = new SimulatedEnvironment(world, process);
    Setting setting = world.setting();
    Order order = process.order;
    Optional<Location> ledger =
        order.ledger().map(folder -> setting.root().container().resolve(folder));
    DestinationContext place =
        DestinationContext.of(setting.root(), ledger, setting.forbidden(), setting.stores());
    ExportOptions options =
        ExportOptions.DEFAULT
            .with(order.globs())
            .withMaxConcurrency(4)
            .with(order.conduct())
            .with(order.retention());
    return new Export(
        new ObjectWork(
            new SimulatedSource(setting.name(), order.commit()),
            new Known(setting.name(), setting.commits().stream().map(Commit::id).toList()),
            order.since(),
            options,
            new StepRunner(new SimulatedJobs(world, process), 1, null),
            environment),
        place,
        timing(process),
        environment);
  }

  static LeaseTiming timing(Process process) {
    return new LeaseTiming(LASTS.plusMillis(process.number), LASTS.dividedBy(3));
  }

  /** All commits of a world. */
  private record Known(String world, List<String> ids) implements States {
    @Override
    public boolean isId(String id) {
      return id.length() == 64 && id.chars().allMatch(c -> Character.digit(c, 16) >= 0);
    }

    @Override
    public ObjectSource at(String id) {
      int commit = ids.indexOf(id);
      if (commit < 0) {
        throw new SpillwayException(SpillwayException.Kind.BAD_INPUT, "There is no commit " + id);
      }
      return new SimulatedSource(world, commit);
    }
  }
}
