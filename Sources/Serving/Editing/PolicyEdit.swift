// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Policy

/// A change of a policy directory: read, and written only when the whole directory, as it would be, has been read without
/// a fault and says what was meant.
struct PolicyEdit: ~Copyable {
  private let lock: PolicyLock

  init(_ policies: String) throws(InstallationProblem) { lock = try PolicyLock(policies) }

  func read() throws(InstallationProblem) -> Policies { try PolicyDirectory.read(lock.policies) }

  /// - Parameters:
  ///   - files: By their names below the directory, written in their order. Each state in between, also that after a
  ///     crash, must be one that can be read.
  ///   - isMeant: Asked of the directory as it would be; where it is not, nothing is written.
  /// - Returns: the directory as it is now.
  @discardableResult func write(
    _ files: [(name: String, bytes: [UInt8])], if isMeant: (Policies) -> Bool = { _ in true },
    or refusal: @autoclosure () -> InstallationProblem = InstallationProblem(.failed, [])
  ) throws(InstallationProblem) -> Policies {
    let after = try PolicyDirectory.read(
      lock.policies, with: Dictionary(files.map { ($0.name, $0.bytes) }, uniquingKeysWith: { $1 }))
    guard isMeant(after) else { throw refusal() }
    for (name, bytes) in files {
      if let slash = name.lastIndex(of: "/") { try AtomicFile.makeDirectory("\(lock.policies)/\(name[..<slash])") }
      try lock.write(bytes, to: name)
    }
    return after
  }

  func remove(_ name: String) throws(InstallationProblem) { try lock.remove(name) }
}
