// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Foundation
import GatewayConfiguration
import Identity
import Ledger
package import Notes

/// Makes a home. Nothing that is there is overwritten.
package struct Installer {
  private let home: Home
  private let policies: String?
  private let logOrigin: KeyName
  private let anchor: AnchorChoice

  /// - Parameters:
  ///   - policies: the policies to start from; nil takes those that came with the program.
  ///   - logOrigin: the name of the transparency log; nil makes one up that nobody else has.
  ///   - anchor: where the copy of the newest checkpoint goes.
  package init(
    home: Home, policies: String? = nil, logOrigin: KeyName? = nil, anchor: AnchorChoice = .besideHome
  ) {
    self.home = home
    self.policies = policies
    self.logOrigin = logOrigin ?? Home.randomOrigin()
    self.anchor = anchor
  }

  /// - Returns: the first admin token.
  package func install() throws -> Secret {
    try home.requireOwner()
    let files = FileManager.default
    var isDirectory: ObjCBool = false
    if files.fileExists(atPath: home.directory, isDirectory: &isDirectory), !isDirectory.boolValue {
      throw InstallationProblem(.badInput, "\(home.directory) is a file: choose another --home")
    }
    for path in [home.configuration, home.keys, "\(home.directory)/ledger.sqlite"] where files.fileExists(atPath: path)
    {
      throw InstallationProblem(.failed, "\(path) exists already: choose another --home, or use this one as it is")
    }
    guard let source = policies ?? Self.shippedPolicies() else {
      throw InstallationProblem(
        .unavailable,
        "no Policies directory was found beside the program: run it where the release lies, or name one with "
          + "`init --policies`")
    }
    // First, since it is the one that may have no place: then nothing is made.
    let anchor = try anchor.prepared(for: home)
    do {
      try files.createDirectory(
        atPath: home.keys, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      try files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: home.directory)
      if !files.fileExists(atPath: "\(home.directory)/Policies") {
        try files.copyItem(atPath: source, toPath: "\(home.directory)/Policies")
      }
      try Data(ConfigurationTemplate.text(anchor: anchor).utf8).write(
        to: URL(fileURLWithPath: home.configuration), options: .withoutOverwriting)
    } catch {
      throw InstallationProblem(.unavailable, "cannot make \(home.directory): \(error.localizedDescription)")
    }
    var random = SystemRandomNumberGenerator()
    let key: Secret
    do throws(HashKeyFile.Problem) {
      key = try HashKeyFile.create(at: home.hashKey, using: &random)
    } catch {
      throw InstallationProblem(.unavailable, error.description)
    }
    _ = try LogKeys.create(in: home.keys, origin: logOrigin)
    let settings = try home.settings().settings
    let ledger = try Ledger(
      path: settings.ledger.path, durability: settings.ledger.durability, opening: .createIfMissing)
    let token = TokenText.mint(using: &random)
    _ = try ledger.administer { administration in
      try administration.insertToken(
        NewToken(
          publicID: token.id.description, hash: TokenHasher(key: key).hash(token).bytes, owner: .staff(.admin),
          label: "first admin"), at: SystemClock().now())
    }
    try ledger.close()
    return token.secret
  }

  /// `Policies/` in the program's directory or one above it, as in a checkout, or where a package puts it.
  private static func shippedPolicies() -> String? {
    let program =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    var directory = URL(fileURLWithPath: program).deletingLastPathComponent()
    var candidates: [String] = []
    while directory.path != "/" {
      candidates.append(directory.appendingPathComponent("Policies").path)
      directory.deleteLastPathComponent()
    }
    candidates += ["/usr/share/toolgate/Policies", "/usr/local/share/toolgate/Policies"]
    return candidates.first { FileManager.default.fileExists(atPath: "\($0)/models") }
  }
}
