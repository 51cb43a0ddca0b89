package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.export.ExportHandle;
import io.spillway.export.ExportOptions;
import io.spillway.report.ExportFailedException;
import io.spillway.report.ProgressStep;
import io.spillway.request.ProgressListener;
import io.spillway.request.Since;
import io.spillway.testing.TestSpark;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Exports on Spark that the program which started them cancels. */
@Timeout(120)
class CanceledExportIT extends RepeatedExports {
  @Test
  void shouldStartAnExportAndTellHowFarItIs() throws InterruptedException {
    // Given
    putMany(30);
    main.commit("first");

    // When
    ExportHandle handle = exporter().startBranch("main", new Since.Unsaid());

    // Then
    assertThat(handle.await().objects()).isEqualTo(30);
    assertThat(handle.progress())
        .extracting(ProgressStep::name)
        .containsExactly("planning", "round 1 of 2");
    assertThat(out.objects()).isEqualTo(contents("main"));
  }

  @Test
  void shouldSignFailureWhenItIsCanceledAndResumeLater() throws InterruptedException {
    // Given
    putMany(200);
    main.commit("first");
    CompletableFuture<ExportHandle> started = new CompletableFuture<>();
    ProgressListener canceling =
        new ProgressListener() {
          @Override
          public void begins(String name, long objects, long bytes) {
            if (name.startsWith("round")) {
              started.join().cancel();
            }
          }
        };
    Exporter exporter =
        new Exporter(
            TestSpark.session(),
            new ApiClient(sandbox.url(), sandbox.accessKey(), sandbox.secretKey()),
            repo.id(),
            out.uri(),
            ExportOptions.DEFAULT,
            canceling);

    // When
    started.complete(exporter.startRef("main", new Since.Unsaid()));
    ExportFailedException failure = failure(() -> started.join().await());

    // Then
    assertThat(failure.report().marker()).endsWith("_FAILURE");
    assertThat(failure).hasMessageContaining("failed: ");
    assertThat(failure.report().failures().toString()).contains("was canceled");
    assertThat(exporter().exportAllFromBranch("main").success()).isTrue();
    assertThat(out.objects()).isEqualTo(contents("main"));
  }
}
