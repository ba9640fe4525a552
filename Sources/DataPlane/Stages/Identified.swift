// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Identity
import NIOHTTP1

/// The second stage: it is known who calls, and that the token may be used for this.
struct Identified {
  let arrival: Arrival
  let caller: Caller

  private init(arrival: Arrival, caller: Caller) {
    (self.arrival, self.caller) = (arrival, caller)
  }

  static func identify(_ arrival: Arrival, in directory: Directory) throws(GatewayError) -> Identified {
    let caller = try directory.identify(arrival.token, at: arrival.at)
    try caller.require(arrival.operation.scope)
    try caller.require(origin: arrival.origin)
    return Identified(arrival: arrival, caller: caller)
  }

  /// The same for a route that only reads.
  static func reader(_ head: HTTPRequestHead, in directory: Directory, at now: Instant) throws(GatewayError) -> Caller {
    try Arrival.requireUserAgent(head.headers)
    let caller = try directory.identify(try Arrival.token(head.headers), at: now)
    try caller.require(.read)
    try caller.require(origin: head.headers.first(name: "origin"))
    return caller
  }
}
