package io.spillway.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An HTTP request and its response. */
final class HttpCall {
  static final String JSON = "application/json";

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
  private static final int MAX_JSON_BYTES = 1 << 20;

  private final HttpExchange exchange;
  private final List<String> segments;
  private final Map<String, String> query;

  HttpCall(HttpExchange exchange) {
    this.exchange = exchange;
    this.segments =
        Stream.of(exchange.getRequestURI().getRawPath().substring(1).split("/", -1))
            .map(segment -> decode(segment.replace("+", "%2B")))
            .toList();
    this.query = query(exchange.getRequestURI().getRawQuery());
  }

  private static Map<String, String> query(@Nullable String raw) {
    Map<String, String> query = new HashMap<>();
    for (String pair : raw == null || raw.isEmpty() ? new String[0] : raw.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      query.putIfAbsent(decode(parts[0]), parts.length == 2 ? decode(parts[1]) : "");
    }
    return query;
  }

  private static String decode(String raw) {
    try {
      return URLDecoder.decode(raw, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest("invalid URL escape");
    }
  }

  String method() {
    return exchange.getRequestMethod();
  }

  /** Returns the decoded segments of the path. */
  List<String> segments() {
    return segments;
  }

  /** Returns a query parameter, or empty if it is absent. */
  Optional<String> find(String name) {
    return Optional.ofNullable(query.get(name));
  }

  /** Returns a query parameter, or an empty string if it is absent. */
  String text(String name) {
    return query.getOrDefault(name, "");
  }

  String required(String name) {
    return find(name)
        .orElseThrow(
            () ->
                Refusal.badRequest(
                    "parameter \""
                        + name
                        + "\" in query has an error: value is required but"
                        + " missing"));
  }

  boolean flag(String name, boolean otherwise) {
    return find(name).map(Boolean::parseBoolean).orElse(otherwise);
  }

  /** Returns the first value of a request header, or empty if it is absent. */
  Optional<String> header(String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }

  Headers requestHeaders() {
    return exchange.getRequestHeaders();
  }

  InputStream body() {
    return exchange.getRequestBody();
  }

  /** Reads the request's body as a JSON object. */
  JsonNode json() throws IOException {
    try {
      JsonNode node = MAPPER.readTree(exchange.getRequestBody().readNBytes(MAX_JSON_BYTES));
      if (node.isObject()) {
        return node;
      }
    } catch (JsonProcessingException e) {
      throw Refusal.badRequest("invalid JSON: " + e.getOriginalMessage());
    }
    throw Refusal.badRequest("request body has an error: value is required but missing");
  }

  /** Sets a response header. */
  void set(String name, String value) {
    exchange.getResponseHeaders().set(name, value);
  }

  /**
   * Responds with JSON that has its fields in alphabetical order and ends with a line break, as
   * lakeFS does.
   */
  void answer(int status, Object value) throws IOException {
    answer(status, JSON, MAPPER.writeValueAsString(value) + "\n");
  }

  void answer(int status, String contentType, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    set("Content-Type", contentType);
    start(status, bytes.length);
    write(bytes);
  }

  /** Responds with an error in lakeFS's format. */
  void fail(int status, String message) throws IOException {
    answer(status, Map.of("message", message));
  }

  /** Responds without a body. */
  void answer(int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
  }

  /** Begins a response. Unless the method is HEAD, exactly {@code length} bytes must follow. */
  void start(int status, long length) throws IOException {
    if (method().equals("HEAD")) {
      set("Content-Length", Long.toString(length));
      exchange.sendResponseHeaders(status, -1);
    } else {
      exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
    }
  }

  /** Returns whether the response has begun, after which no other response can be sent. */
  boolean hasBegun() {
    return exchange.getResponseCode() >= 0;
  }

  private void write(byte[] bytes) throws IOException {
    if (!method().equals("HEAD")) {
      output().write(bytes);
    }
  }

  OutputStream output() {
    return exchange.getResponseBody();
  }
}
