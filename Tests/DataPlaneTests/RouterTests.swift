// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import DataPlane
import Domain
import Testing

@Suite struct RouterTests {
  @Test(arguments: [
    ("POST", "/v1/chat/completions", Route.call(.chat)),
    ("POST", "/v1/embeddings", .call(.embeddings)),
    ("GET", "/v1/models", .models),
    ("GET", "/v1/models/toolgate/extractive-1", .model("toolgate/extractive-1")),
    ("GET", "/v1/provenance/req_01JD3Z", .provenance("req_01JD3Z")),
    ("GET", "/v1/provenance/req_01JD3Z/receipt", .receipt("req_01JD3Z")),
    ("GET", "/v1/usage", .usage(period: nil)), ("GET", "/v1/quotas", .quotas),
    ("GET", "/healthz", .health),
    ("GET", "/v1/healthz", .health),
    ("GET", "/readyz", .readiness),
    ("GET", "/v1/readyz", .readiness),
  ])
  func eachRouteIsKnown(method: String, target: String, route: Route) {
    #expect(Route(method: method, target: target) == route)
    #expect(Route(method: method, target: target + "?") == route, "an empty query changes nothing")
    #expect(Route(method: method, target: target + "?x=/v1/models") == route, "an unknown query changes nothing")
  }

  @Test(arguments: [
    ("/v1/models/a/b:c", "a/b:c"),
    ("/v1/models/a%2Fb%3Ac", "a/b:c"),
    ("/v1/models/a%2fb%3ac", "a/b:c"),
    ("/v1/models/%61", "a"),
    ("/v1/models/a%25b", "a%b"),
    ("/v1/models/a%3Fb", "a?b"),
    ("/v1/models/a+b", "a+b"),
    ("/v1/models/a/", "a/"),
    ("/v1/models//a", "/a"),
    ("/v1/models/%D0%BC", "м"),
    ("/v1/models/%C3%A9", "é"),
  ])
  func aModelIdMayBeRawOrEscaped(target: String, id: String) {
    #expect(Route(method: "GET", target: target) == .model(id))
  }

  @Test(arguments: ["%", "a%", "a%2", "a%2g", "a%g2", "%%", "a% 2", "%+1", "%C3", "%FF", "%C0%AF", "%ED%A0%80", "%-1"])
  func aBrokenEscapeIsNoRoute(id: String) {
    #expect(Route(method: "GET", target: "/v1/models/" + id) == .unknown)
    #expect(Route(method: "GET", target: "/v1/provenance/" + id) == .unknown)
  }

  @Test(arguments: [
    ("period=2026-11", "2026-11"),
    ("x=1&period=2026-11&y=2", "2026-11"),
    ("period=2026-11-01..2026-11-15", "2026-11-01..2026-11-15"),
    ("period=FY2026%2D27", "FY2026-27"),
    ("period=", ""),
    ("period=a=b", "a=b"),
    ("period=a?b", "a?b"),
    ("period=first&period=second", "first"),
    ("&&period=2026-11&", "2026-11"),
  ])
  func thePeriodIsReadFromTheQuery(query: String, period: String) {
    #expect(Route(method: "GET", target: "/v1/usage?" + query) == .usage(period: period))
  }

  @Test func aBrokenEscapeInTheQueryIsLeftForTheReaderToRefuse() {
    #expect(Route(method: "GET", target: "/v1/usage?period=%zz") == .usage(period: "%zz"))
  }

  @Test(arguments: ["/healthz", "/readyz", "/v1/models", "/v1/models/m", "/v1/usage", "/v1/quotas"])
  func headAsksForWhatGetWouldSay(target: String) {
    #expect(Route(method: "HEAD", target: target) == Route(method: "GET", target: target))
  }

  @Test(arguments: [
    "", "&", "period", "Period=2026-11", "xperiod=2026-11", "periods=2026-11", "=2026-11", "x=period=1",
  ])
  func aQueryWithoutPeriodHasNone(query: String) {
    #expect(Route(method: "GET", target: "/v1/usage?" + query) == .usage(period: nil))
  }

  @Test(arguments: [
    ("GET", "/v1/chat/completions", "POST"), ("PUT", "/v1/embeddings", "POST"), ("post", "/v1/embeddings", "POST"),
    ("POST", "/v1/models", "GET, HEAD"), ("DELETE", "/v1/models/m", "GET, HEAD"),
    ("POST", "/v1/usage?period=2026-11", "GET, HEAD"), ("HEAD", "/v1/embeddings", "POST"),
    ("POST", "/v1/provenance/x", "GET, HEAD"), ("POST", "/healthz", "GET, HEAD"), ("OPTIONS", "/readyz", "GET, HEAD"),
  ])
  func aWrongMethodNamesTheRightOne(method: String, target: String, allowed: String) {
    #expect(Route(method: method, target: target) == .wrongMethod(allowed: allowed))
  }

  @Test(arguments: [
    "", "/", "*", "/v1", "/v1/", "/v1/chat", "/v1/chat/completions/", "/v1/chat/completionsx", "/v1/chat//completions",
    "//v1/chat/completions", "/V1/models", "/v1/models/", "/v1/modelsx", "/v1/embeddings/x", "/v1/usage/", "/healthz/",
    "/v1/models#a", "/v1/chat%2Fcompletions", "/v1/completions", "/v2/models", "http://host/v1/models", "/../v1/models",
    "/metrics",
  ])
  func anythingElseIsUnknown(target: String) {
    for method in ["GET", "POST"] {
      #expect(Route(method: method, target: target) == .unknown)
    }
  }
}
