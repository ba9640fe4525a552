// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// An answer to a reader.
package struct Page: Sendable {
  package let status: Int
  /// Names in small letters.
  package let headers: [(name: String, value: String)]
  package let body: [UInt8]

  package init(status: Int, headers: [(name: String, value: String)], body: [UInt8]) {
    (self.status, self.headers, self.body) = (status, headers, body)
  }

  /// A page may load its own style, icon and script and nothing else, and can talk to nobody.
  package static let contentSecurity =
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'none'; form-action 'self'; "
    + "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

  /// Nothing is kept without asking again, since a certificate may be withdrawn at any time.
  static func html(_ status: Int, _ body: [UInt8], language: String) -> Page {
    Page(
      status: status,
      headers: [
        ("content-type", "text/html; charset=utf-8"), ("content-language", language), ("vary", "accept-language"),
        ("cache-control", "no-cache"), ("content-security-policy", contentSecurity),
        ("x-content-type-options", "nosniff"), ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"), ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
      ], body: body)
  }

  static func file(_ bytes: [UInt8], type: String, name: String?, caching: String) -> Page {
    Page(
      status: 200,
      headers: [
        ("content-type", type), ("cache-control", caching), ("x-content-type-options", "nosniff"),
        ("access-control-allow-origin", "*"),
      ] + (name.map { [("content-disposition", "attachment; filename=\"\($0)\"")] } ?? []), body: bytes)
  }

  static func redirect(_ path: String) -> Page {
    Page(status: 303, headers: [("location", path), ("cache-control", "no-cache")], body: [])
  }
}
