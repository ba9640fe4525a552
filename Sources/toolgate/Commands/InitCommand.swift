// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import GatewayConfiguration
import Domain
import Foundation
import Identity
import Ledger

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make a home: configuration, policies, ledger and key; prints the first admin token once.")

  @OptionGroup var home: HomeOption

  @Option(name: .long, help: "The policies to start from; a copy goes into the home.")
  var policies: String?

  func run() throws {
    let token = try Installer(home: home.value, policies: policies).install()
    print("Made \(home.value.directory).")
    print("Admin token, shown only now: \(token.reveal { String(decoding: $0, as: UTF8.self) })")
    print("Next: toolgate --home \(home.value.directory) serve")
  }
}

/// Makes a home. Nothing that is there is overwritten.
struct Installer {
  let home: Home
  let policies: String?

  /// - Returns: the first admin token.
  func install() throws -> Secret {
    let files = FileManager.default
    for path in [home.configuration, home.keys, "\(home.directory)/ledger.sqlite"] where files.fileExists(atPath: path) {
      throw CommandFailure(.failed, "\(path) exists already: choose another --home, or use this one as it is")
    }
    guard let source = policies ?? Self.shippedPolicies() else {
      throw CommandFailure(.unavailable, "no Policies directory was found beside the program: name one with --policies")
    }
    do {
      try files.createDirectory(
        atPath: home.keys, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      try files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: home.directory)
      if !files.fileExists(atPath: "\(home.directory)/Policies") {
        try files.copyItem(atPath: source, toPath: "\(home.directory)/Policies")
      }
      try Data(ConfigurationTemplate.text.utf8).write(to: URL(fileURLWithPath: home.configuration), options: .withoutOverwriting)
    } catch {
      throw CommandFailure(.unavailable, "cannot make \(home.directory): \(error.localizedDescription)")
    }
    var random = SystemRandomNumberGenerator()
    let key: Secret
    do throws(HashKeyFile.Problem) {
      key = try HashKeyFile.create(at: home.hashKey, using: &random)
    } catch {
      throw CommandFailure(.unavailable, error.description)
    }
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
    let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
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
