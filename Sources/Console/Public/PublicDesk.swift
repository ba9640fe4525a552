// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// What anybody may read: the pages about models and records, and the transparency log.
package protocol PublicDesk: Sendable {
  /// May read the disk; never called on an event loop of the data plane.
  func answer(_ question: PublicQuestion) async -> PublicReply
}

package struct PublicQuestion: Sendable {
  /// As it was asked for, percent-encoded, without the query.
  package let path: String
  /// As it was asked for, without the `?`.
  package let query: String
  /// `Accept-Language`.
  package let languages: String?
}

package struct PublicReply: Sendable {
  package let status: Int
  /// Names in small letters.
  package let headers: [(name: String, value: String)]
  package let body: [UInt8]

  package init(status: Int, headers: [(name: String, value: String)], body: [UInt8]) {
    (self.status, self.headers, self.body) = (status, headers, body)
  }
}
