package io.spillway;

import java.io.IOException;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * {@link DyingExportsIT} for as long as somebody has time: {@code mvn verify
 * -Dit.test=DyingExportsSoak -Dspillway.soak.tries=500}.
 */
class DyingExportsSoak {
  private static final int MOST = 10_000;
  private static int played;

  @BeforeContainer
  static void start() {
    DyingExportsIT.start();
  }

  @AfterContainer
  static void stop() {
    DyingExportsIT.stop();
  }

  @Provide
  Arbitrary<Script> ofObjects() {
    return Script.scripts(DyingExportsIT.OBJECTS);
  }

  @Provide
  Arbitrary<Script> ofFiles() {
    return Script.scripts(DyingExportsIT.FILES);
  }

  @Property(tries = MOST, edgeCases = EdgeCasesMode.NONE)
  void shouldEqualTheCommitAfterTheExportThatSucceeds(
      @ForAll("ofObjects") Script objects, @ForAll("ofFiles") Script files) throws IOException {
    if (played++ < Integer.getInteger("spillway.soak.tries", 500)) {
      DyingExportsIT.playOnObjects(objects);
      DyingExportsIT.playOnFiles(files);
    }
  }
}
