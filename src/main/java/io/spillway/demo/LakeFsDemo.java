package io.spillway.demo;

import io.spillway.base.SpillwayException;
import io.spillway.report.ExportReport;
import io.spillway.report.Result;
import io.spillway.sandbox.SampleRepository;
import io.spillway.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The demo of lakeFS: an embedded server with a sample repository, one of whose branches is
 * exported.
 */
public final class LakeFsDemo implements Demo {
  private static final String BRANCH = "main";

  @Override
  public String name() {
    return "lakefs";
  }

  @Override
  public String sample() {
    return "a repository of an embedded lakeFS";
  }

  @Override
  public String folder() {
    return "spillway-demo";
  }

  @Override
  public Result run(DemoHost host, Path folder) {
    host.remark(
        "spillway: starting an embedded lakeFS with the sample repository '"
            + SampleRepository.NAME
            + "'");
    try (Sandbox sandbox = Sandbox.start(Sandbox.options())) {
      SampleRepository.fill(sandbox);
      String destination = folder.toAbsolutePath().toString();
      ExportReport report = host.export(sandbox, SampleRepository.NAME, BRANCH, destination);
      return new DemoReport(report, DemoResult.in(folder, SampleRepository.NAME, BRANCH));
    } catch (IOException e) {
      throw new SpillwayException(
          SpillwayException.Kind.FAILED,
          "Cannot read what was exported to " + folder + ": " + e.getMessage(),
          e);
    }
  }
}
