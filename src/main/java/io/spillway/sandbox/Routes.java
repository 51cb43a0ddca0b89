package io.spillway.sandbox;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The routes of the API, by method and path. */
final class Routes {
  private static final String ANY = "*";
  private static final int API_SEGMENTS = 2;

  private final List<Route> routes = new ArrayList<>();

  /** A handler of requests. Its arguments are the segments of the path that match {@code *}. */
  interface Handler {
    void handle(HttpCall call, List<String> arguments) throws IOException;
  }

  private record Route(String method, List<String> pattern, Handler handler) {
    boolean matches(List<String> path) {
      boolean matches = path.size() == pattern.size();
      for (int i = 0; matches && i < path.size(); i++) {
        matches = pattern.get(i).equals(ANY) || pattern.get(i).equals(path.get(i));
      }
      return matches;
    }

    List<String> arguments(List<String> path) {
      List<String> arguments = new ArrayList<>();
      for (int i = 0; i < path.size(); i++) {
        if (pattern.get(i).equals(ANY)) {
          arguments.add(path.get(i));
        }
      }
      return arguments;
    }
  }

  /**
   * Adds a route.
   *
   * @param pattern the path below the API's root, with {@code *} for any one segment
   */
  Routes add(String method, String pattern, Handler handler) {
    routes.add(new Route(method, List.of(pattern.split("/", -1)), handler));
    return this;
  }

  void serve(HttpCall call) throws IOException {
    List<String> path = call.segments().subList(API_SEGMENTS, call.segments().size());
    boolean known = false;
    for (Route route : routes) {
      if (route.matches(path)) {
        known = true;
        if (route.method().equals(call.method())) {
          route.handler().handle(call, route.arguments(path));
          return;
        }
      }
    }
    String what = known ? "this method" : "this part of lakeFS's API";
    throw new Refusal(known ? 405 : 501, "Spillway's sandbox does not serve " + what);
  }
}
