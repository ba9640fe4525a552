// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import Provenance

/// What is served under `/log/` (C2SP tlog-tiles, <https://c2sp.org/tlog-tiles>): anybody may read it and keep it.
struct LogFiles: Sendable {
  let keeper: LogKeeper

  /// - Parameter path: behind `/log/`.
  func answer(_ path: Substring) throws -> PublicReply? {
    switch path {
    case "checkpoint": return Self.text(keeper.published.checkpointText, seconds: 2)
    case "keys": return Self.text(Array(keeper.keys.verifiers.map { "\($0)\n" }.joined().utf8), seconds: 60)
    default:
      guard let tile = TilePath(path), let bytes = try bytes(of: tile) else { return nil }
      // A tile never changes: not even a partial one, which is of one width.
      return Self.reply(bytes, type: "application/octet-stream", caching: "public, max-age=31536000, immutable")
    }
  }

  private func bytes(of tile: TilePath) throws -> [UInt8]? {
    switch tile.content {
    case .hashes(let level):
      try keeper.published.tile(level: level, index: tile.index, width: tile.width)
    case .entries: try keeper.entryBundle(index: tile.index, width: tile.width)
    }
  }

  private static func text(_ bytes: [UInt8], seconds: Int) -> PublicReply {
    reply(bytes, type: "text/plain; charset=utf-8", caching: "public, max-age=\(seconds)")
  }

  private static func reply(_ bytes: [UInt8], type: String, caching: String) -> PublicReply {
    PublicReply(
      status: 200,
      headers: [
        ("content-type", type), ("cache-control", caching), ("access-control-allow-origin", "*"),
        ("x-content-type-options", "nosniff"),
      ], body: bytes)
  }
}
