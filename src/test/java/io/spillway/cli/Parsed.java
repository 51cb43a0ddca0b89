package io.spillway.cli;

import io.spillway.export.ExportOptions;
import io.spillway.request.ExportRequest;
import io.spillway.request.VerifyRequest;

/** What command lines ask for, once they are parsed. */
final class Parsed {
  private Parsed() {}

  static ExportRequest export(String... line) {
    return ((ExportCommand) CommandLine.parse(line)).request();
  }

  static ExportOptions options(String... line) {
    return ExportOptions.of(export(line).options());
  }

  static VerifyRequest verify(String... line) {
    return ((VerifyCommand) CommandLine.parse(line)).request();
  }

  static ExportOptions verifyOptions(String... line) {
    return ExportOptions.of(verify(line).options());
  }
}
