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

  func run() throws {
    let token = try Installer(home: home.value, policies: policies, logOrigin: try log.value).install()
    print("Made \(home.value.directory).")
    // The one moment at which the secret is shown: only its hash is kept.
    print("Admin token, shown only now: \(token.reveal { String(decoding: $0, as: UTF8.self) })")
    print("It opens the admin API of the console; the data plane does not accept it.")
    print("Next: toolgate --home \(home.value.directory) serve")
  }
}
