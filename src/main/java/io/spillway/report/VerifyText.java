package io.spillway.report;

import io.spillway.object.verify.Difference;
import io.spillway.object.verify.Difference.Kind;
import io.spillway.object.verify.Equality;
import io.spillway.object.verify.Verified;
import java.util.ArrayList;
import java.util.List;

/** The text of a comparison of a destination with a commit. */
final class VerifyText {
  private static final int SHOWN = 10;

  private VerifyText() {}

  static Lines of(VerifyReport report) {
    Verified found = report.verified();
    Lines lines = new Lines();
    lines.title(
        "Verified "
            + report.repository()
            + "/"
            + report.commitId()
            + " at "
            + report.destination()
            + ": "
            + (report.isEqual() ? "equal" : "DIFFERS"));
    lines.line(
        "equal",
        Sizes.objects(found.objects()) + ", " + Sizes.bytes(found.bytes(Verified.Content.EQUAL)));
    proved(lines, found);
    differences(lines, found);
    lines.keys(report.globs());
    if (found.bytes(Verified.Content.READ) > 0) {
      lines.line("read", Sizes.bytes(found.bytes(Verified.Content.READ)) + " of content");
    }
    lines.line("time", Sizes.time(report.duration()));
    CostText.traffic(lines, found.cost());
    CostText.work(lines, found.cost());
    report.remarks().forEach((what, why) -> lines.line("remark", what + ": " + why));
    return lines;
  }

  private static void proved(Lines lines, Verified found) {
    List<String> proofs = new ArrayList<>();
    add(proofs, found.count(Equality.CHECKSUM), " by checksum");
    add(proofs, found.count(Equality.CONTENT), " by content");
    add(proofs, found.count(Equality.SIZE), " by size alone");
    if (!proofs.isEmpty()) {
      lines.line("proved", String.join(", ", proofs));
    }
  }

  private static void add(List<String> proofs, long count, String how) {
    if (count > 0) {
      proofs.add(Sizes.number(count) + how);
    }
  }

  private static void differences(Lines lines, Verified found) {
    lines.count("missing", found.count(Kind.MISSING), "that the destination lacks");
    lines.count("extra", found.count(Kind.EXTRA), "that the commit does not have");
    lines.count("size", found.count(Kind.SIZE), "of another size");
    lines.count("checksum", found.count(Kind.CHECKSUM), "of other content");
    lines.count("unreadable", found.count(Kind.UNREADABLE), "that could not be checked");
    List<Difference> first = found.first().stream().limit(SHOWN).toList();
    first.forEach(difference -> lines.plain("    " + difference));
    if (found.differing() > first.size() && !first.isEmpty()) {
      lines.plain("    … and " + Sizes.number(found.differing() - first.size()) + " more");
    }
  }
}
