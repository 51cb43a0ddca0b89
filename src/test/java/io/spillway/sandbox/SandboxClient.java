package io.spillway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Asks a sandbox as any HTTP client would. */
final class SandboxClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;
  private final String authorization;

  SandboxClient(Sandbox sandbox) {
    this(sandbox.url(), sandbox.accessKey(), sandbox.secretKey());
  }

  SandboxClient(String url, String accessKey, String secretKey) {
    this.url = url;
    byte[] pair = (accessKey + ":" + secretKey).getBytes(StandardCharsets.UTF_8);
    this.authorization = "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  /** An answer with its body in bytes. */
  record Answer(HttpResponse<byte[]> response) {
    int status() {
      return response.statusCode();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    byte[] body() {
      return response.body();
    }

    String text() {
      return new String(body(), StandardCharsets.UTF_8);
    }

    public JsonNode json() {
      try {
        return JSON.readTree(body());
      } catch (IOException e) {
        throw new AssertionError("No JSON: " + text(), e);
      }
    }

    String message() {
      return json().path("message").asText();
    }
  }

  /**
   * A GET.
   *
   * @param path below the API's root, with its query, encoded
   */
  Answer get(String path, String... headers) {
    return send(request(path, headers).GET());
  }

  Answer head(String path, String... headers) {
    return send(request(path, headers).method("HEAD", BodyPublishers.noBody()));
  }

  Answer post(String path, String json) {
    return post(path, "application/json", json.getBytes(StandardCharsets.UTF_8));
  }

  Answer post(String path, String contentType, byte[] body, String... headers) {
    HttpRequest.Builder request = request(path, headers).header("Content-Type", contentType);
    return send(request.POST(BodyPublishers.ofByteArray(body)));
  }

  Answer delete(String path) {
    return send(request(path).DELETE());
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path)).header("Authorization", authorization);
    return headers.length == 0 ? request : request.headers(headers);
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      return new Answer(http.send(request.build(), BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new AssertionError("No answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
