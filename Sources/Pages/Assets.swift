// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import Domain

/// Files that pages need beside them. The name holds a hash of the content, so that a browser may keep them for ever.
package struct Assets: Sendable {
  let path: String
  let contentType: String
  let bytes: [UInt8]

  static let style = Assets("style", "css", "text/css; charset=utf-8", PackageResources.style_css)
  static let script = Assets("check", "js", "text/javascript; charset=utf-8", PackageResources.check_js)
  static let icon = Assets("icon", "svg", "image/svg+xml", PackageResources.icon_svg)

  private static let all = [style, script, icon]

  private init(_ name: String, _ ending: String, _ contentType: String, _ bytes: [UInt8]) {
    let hash = Hexadecimal.text(SHA256.hash(data: bytes).prefix(6))
    path = "/assets/\(name).\(hash).\(ending)"
    (self.contentType, self.bytes) = (contentType, bytes)
  }

  static func page(_ path: String) -> Page? {
    all.first { $0.path == path }.map {
      Page(
        status: 200,
        headers: [
          ("content-type", $0.contentType), ("cache-control", "public, max-age=31536000, immutable"),
          ("x-content-type-options", "nosniff"), ("cross-origin-resource-policy", "same-origin"),
        ], body: $0.bytes)
    }
  }
}
