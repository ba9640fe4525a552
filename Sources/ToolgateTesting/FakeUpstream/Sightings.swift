// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// What a fake upstream has seen up to some moment.
package struct Sightings: Sendable, Encodable {
  /// Requests that came complete, all scripts together.
  package var requests = 0
  /// The same by the name of the script, as it stood in the URL.
  package var requestsByScript: [String: Int] = [:]
  /// Connections that were accepted, and those of them that are open.
  package var connections = 0
  package var openConnections = 0
  /// Answers whose last byte was handed to the kernel.
  package var answered = 0
  /// Answers under way when the other side closed the connection.
  package var abandoned = 0
  /// Answers that wait at a `gate` now.
  package var gated = 0
  /// The last requests, oldest first; at most `Journal.kept`.
  package var recent: [SeenRequest] = []

  package var last: SeenRequest? { recent.last }

  package init() {}
}

/// One request as it came.
package struct SeenRequest: Sendable, Encodable {
  package var script: String
  package var method: String
  /// The whole target, with the script and the query.
  package var target: String
  /// In their order and spelling.
  package var headers: [Header]
  package var body: [UInt8]
  /// The connection, from 1, and the request's place on it, from 1.
  package var connection: Int
  package var ordinal: Int

  package struct Header: Sendable, Encodable, Hashable {
    package var name: String
    package var value: String
  }

  package var text: String { String(decoding: body, as: UTF8.self) }

  /// The value of the first header of this name, in any case; nil if there is none.
  package func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  private enum CodingKeys: CodingKey { case script, method, target, headers, body, connection, ordinal }

  package func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(script, forKey: .script)
    try fields.encode(method, forKey: .method)
    try fields.encode(target, forKey: .target)
    try fields.encode(headers, forKey: .headers)
    try fields.encode(text, forKey: .body)
    try fields.encode(connection, forKey: .connection)
    try fields.encode(ordinal, forKey: .ordinal)
  }
}
