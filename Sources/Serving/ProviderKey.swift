// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import Glibc

/// Reads a provider's key from where the configuration points.
enum ProviderKey {
  static func read(_ source: SecretSource, backend: BackendID) throws(InstallationProblem) -> Secret {
    switch source {
    case .environment(let name):
      guard let value = ProcessInfo.processInfo.environment[name], !value.isEmpty else {
        throw InstallationProblem(
          .unavailable, "backend \(backend): the environment variable \(name) of its api_key is not set")
      }
      return Secret(value)
    case .file(let path): return try read(path, backend)
    }
  }

  /// The group may read it, as systemd's credentials are; everybody else may not, since whoever has the key spends money.
  private static func read(_ path: String, _ backend: BackendID) throws(InstallationProblem) -> Secret {
    var facts = stat()
    guard stat(path, &facts) == 0, let data = FileManager.default.contents(atPath: path) else {
      throw InstallationProblem(.unavailable, "backend \(backend): cannot read the file of its api_key, \(path)")
    }
    guard facts.st_mode & (S_IWGRP | S_IRWXO) == 0 else {
      throw InstallationProblem(
        .notPermitted,
        "backend \(backend): others may read or write the file of its api_key; run: chmod 600 \(path)")
    }
    let lines = Array(data).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
    guard let line = lines.first, lines.count == 1 else {
      throw InstallationProblem(
        .badInput, "backend \(backend): the file of its api_key, \(path), has to be one line, the key")
    }
    return Secret(Array(line))
  }
}
