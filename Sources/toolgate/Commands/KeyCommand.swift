// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Domain
import Foundation
import Policy
import Serving

struct KeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key", abstract: "Keys of people who certify models.", subcommands: [New.self])

  struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a certifier's key, and print its public half for certifiers.yaml.",
      discussion: "The file stays with its owner: whoever has it signs in that name. It is never written over.")
    @OptionGroup var home: HomeOption
    @Option(help: "Who signs with it; one person has one name.") var name: String
    @Option(help: "Where the key goes; by default keys/NAME.key of the home.") var output: String?
    @Option(help: "The first day on which it may sign; today if left out.") var since: CivilDay?
    @Flag(help: "Add it to certifiers.yaml too; without it that stays a reviewed edit.") var add = false

    func run() throws {
      let home = home.value
      let settings = try home.settings().settings
      let today = CivilDay(containing: SystemClock().now())
      let path = try output ?? CertifierKeys.path(of: name, in: home.keys)
      let certifier = try CertifierKeys.create(name, at: path, since: since ?? today)
      tell("Wrote \(path), which only its owner may read.")
      tell("Public key: \(certifier.key)")
      guard add else { return tellEdit(certifier, in: settings.policies) }
      do {
        let file = try Certification(home: home, policies: settings.policies, today: today).add(certifier)
        tell("Added to \(file).")
      } catch {
        // The key is there and stays: it can be added by hand.
        tellEdit(certifier, in: settings.policies)
        throw error
      }
    }

    private func tellEdit(_ certifier: Certifier, in policies: String) {
      let file = "\(policies)/certifiers.yaml"
      if FileManager.default.fileExists(atPath: file) {
        tell("For `certifiers` in \(file):")
      } else {
        tell("For \(file), which is not there yet:")
        tell("schema: toolgate-certifiers/1\ncertifiers:")
      }
      tell(Certification.text(certifier))
    }
  }
}
