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

/** One request and its answer. */
final class Call {
  static final String JSON = "application/json";

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
  private static final int MAX_JSON_BYTES = 1 << 20;

  private final HttpExchange exchange;
  private final List<String> segments;
  private final Map<String, String> query;

  Call(HttpExchange exchange) {
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

  /** The decoded segments of the path. */
  List<String> segments() {
    return segments;
  }

  /** A parameter of the query; empty when it is not there. */
  Optional<String> find(String name) {
    return Optional.ofNullable(query.get(name));
  }

  /** A parameter of the query, or nothing. */
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

  /** A header of the request. */
  Optional<String> header(String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }

  Headers requestHeaders() {
    return exchange.getRequestHeaders();
  }

  InputStream body() {
    return exchange.getRequestBody();
  }

  /** The request's body as a JSON object. */
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

  /** Sets a header of the answer. */
  void set(String name, String value) {
    exchange.getResponseHeaders().set(name, value);
  }

  /**
   * Answers with JSON, the fields in alphabetical order and a line end after it, as lakeFS does.
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

  /** Answers with an error as lakeFS does. */
  void fail(int status, String message) throws IOException {
    answer(status, Map.of("message", message));
  }

  /** Answers without a body. */
  void answer(int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
  }

  /** Begins an answer; where it may have a body, that many bytes must follow. */
  void start(int status, long length) throws IOException {
    if (method().equals("HEAD")) {
      set("Content-Length", Long.toString(length));
      exchange.sendResponseHeaders(status, -1);
    } else {
      exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
    }
  }

  /** Whether the answer has begun, so that no other can be given. */
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
