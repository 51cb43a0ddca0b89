package io.spillway.demo;

import io.spillway.outcome.Tally;
import io.spillway.report.Sizes;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** The text at the end of the demo: the exported files, and the command for a real lakeFS. */
public final class DemoText {
  private DemoText() {}

  public static String of(DemoResult arrived) {
    StringBuilder text = new StringBuilder("\nWhat arrived in ");
    text.append(arrived.folder()).append(":\n");
    for (Map.Entry<String, Tally> group : arrived.groups().entrySet()) {
      String count = Sizes.objects(group.getValue().objects());
      String bytes = Sizes.bytes(group.getValue().bytes());
      text.append(String.format(Locale.ROOT, "  %12s %10s  %s%n", count, bytes, group.getKey()));
    }
    text.append("\nThe same against a real lakeFS:\n\n");
    text.append("  export LAKECTL_SERVER_ENDPOINT_URL=https://LAKEFS_HOST/api/v1\n");
    text.append("  export LAKECTL_CREDENTIALS_ACCESS_KEY_ID=ACCESS_KEY\n");
    text.append("  export LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY=SECRET_KEY\n");
    text.append("  spark-submit --class io.spillway.Main ").append(jar()).append(" \\\n    ");
    text.append(arrived.repository()).append(" s3://BUCKET/PREFIX/ --branch=");
    text.append(arrived.branch()).append('\n');
    return text.toString();
  }

  static String jar() {
    try {
      Path place =
          Path.of(DemoText.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return place.toString().endsWith(".jar") ? place.toString() : "spillway.jar";
    } catch (URISyntaxException e) {
      return "spillway.jar";
    }
  }
}
