package io.spillway.report;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The comparison of a destination with a commit.
 *
 * @param listed whether the differences have been printed already
 */
public record VerifyResult(VerifyReport report, boolean listed) implements Result {
  @Override
  public String text() {
    return Reports.text(report);
  }

  @Override
  public ObjectNode json() {
    return VerifyJson.of(report, listed);
  }
}
