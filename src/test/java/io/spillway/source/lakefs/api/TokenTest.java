package io.spillway.source.lakefs.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.ApiClient;
import io.spillway.base.SpillwayException;
import io.spillway.source.lakefs.api.FakeServer.Answer;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A login by a token in place of keys. */
class TokenTest {
  private static final String TOKEN = "eyJhbGciOi.t0ken.51g";

  private FakeServer server;
  private LakeFsClient client;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
    client = LakeFsClient.of(ApiClient.withToken(server.origin(), TOKEN));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void shouldShowTheTokenToTheServer() throws IOException {
    server.replay("repository");

    client.repository("example");

    assertThat(server.requests().get(0).headers())
        .containsEntry("Authorization", "Bearer " + TOKEN);
  }

  @Test
  void shouldNameTheTokenWhereItIsRefusedAndNotShowIt() {
    server.onAnything(Answer.json(401, "{\"message\":\"bad token " + TOKEN + "\"}"));

    SpillwayException e =
        catchThrowableOfType(SpillwayException.class, () -> client.repository("example"));

    assertThat(e)
        .hasMessageContaining("refuses the credentials (bad token ***")
        .hasMessageEndingWith(": check lakefs.api.token.");
  }

  @Test
  void shouldNotShareAClientWithOtherCredentials() {
    assertThat(LakeFsClient.of(ApiClient.withToken(server.origin(), TOKEN))).isSameAs(client);
    assertThat(LakeFsClient.of(ApiClient.withToken(server.origin(), "another")))
        .isNotSameAs(client);
  }
}
