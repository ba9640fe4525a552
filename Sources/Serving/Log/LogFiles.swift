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

  /// For when as many readers wait as may: programs read the log, and come back by themselves when they are told when.
  static let busy = unavailable("Too many readers wait for this log.", retryAfter: 1)

  /// For when the disk does not give what was asked for; an operator has to look at it.
  static let unreadable = unavailable("The log cannot be read at the moment.", retryAfter: 30)

  private static func unavailable(_ line: String, retryAfter seconds: Int) -> PublicReply {
    reply(
      Array("\(line)\n".utf8), status: 503, type: "text/plain; charset=utf-8", caching: "no-store",
      extra: [("retry-after", "\(seconds)")])
  }

  private static func text(_ bytes: [UInt8], seconds: Int) -> PublicReply {
    reply(bytes, type: "text/plain; charset=utf-8", caching: "public, max-age=\(seconds)")
  }

  private static func reply(
    _ bytes: [UInt8], status: Int = 200, type: String, caching: String, extra: [(name: String, value: String)] = []
  ) -> PublicReply {
    PublicReply(
      status: status,
      headers: [
        ("content-type", type), ("cache-control", caching), ("access-control-allow-origin", "*"),
        ("x-content-type-options", "nosniff"),
      ] + extra, body: bytes)
  }
}
