// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Domain
import Serving

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make a home: configuration, policies, ledger and key; prints the first admin token once.")

  @OptionGroup var home: HomeOption

  @Option(name: .long, help: "The policies to start from; a copy goes into the home.")
  var policies: String?

  @OptionGroup var log: LogOriginOption

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Where a copy of the log's newest checkpoint is kept, outside of the home: it tells when the home is an old "
        + "backup. By default HOME.anchor/checkpoint.", valueName: "file"))
  var anchor: String?

  @Flag(name: .long, help: "Keep no such copy: a home that is an old backup is then started like any other.")
  var noAnchor = false

  func validate() throws {
    guard anchor == nil || !noAnchor else { throw ValidationError("--anchor and --no-anchor exclude each other") }
  }

  func run() throws {
    let choice: AnchorChoice = noAnchor ? .none : anchor.map(AnchorChoice.file) ?? .besideHome
    let token = try Installer(home: home.value, policies: policies, logOrigin: try log.value, anchor: choice).install()
    tell("Made \(home.value.directory).")
    for anchor in try home.value.settings().settings.provenance.anchors {
      tell("Anchor of the log: \(AnchorChoice.shown(anchor)). Keep it out of the home's backups.")
    }
    // The one moment at which the secret is shown: only its hash is kept.
    tell("Admin token, shown only now: \(token.reveal { String(decoding: $0, as: UTF8.self) })")
    tell("It opens the admin API of the console; the data plane does not accept it.")
    tell("Next: toolgate --home \(ShellWord(home.value.directory)) serve")
  }
}
