package io.spillway.cli;

import io.spillway.demo.DemoHost;
import io.spillway.object.plan.PlannedAction;
import io.spillway.object.verify.Difference;
import io.spillway.report.ExportReport;
import io.spillway.report.VerifyReport;
import io.spillway.request.ExportRequest;
import io.spillway.request.ProgressListener;
import io.spillway.request.VerifyRequest;
import java.util.function.Consumer;

/** The work that a command does with a Spark session. */
public interface Session {
  /** Runs an export to its end. */
  ExportReport export(ExportRequest request, ProgressListener listener);

  /** Plans an export, and reports every planned action. */
  ExportReport plan(
      ExportRequest request, ProgressListener listener, Consumer<PlannedAction> actions);

  /** Compares exported data with its source or its record. */
  VerifyReport verify(VerifyRequest request, ProgressListener listener);

  /** Compares exported data, and reports every difference. */
  VerifyReport verify(VerifyRequest request, ProgressListener listener, Consumer<Difference> each);

  /** Returns a host that runs demos and shows their progress. */
  DemoHost demos(Terminal terminal);
}
