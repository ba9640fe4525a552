// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Domain
import Ledger
import Policy
import Serving

extension ModelCommand {
  struct Revoke: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Withdraw a certificate for good: calls are denied, and every record that rests on it says so.")
    @OptionGroup var home: HomeOption
    @OptionGroup var why: GroundsOptions
    @Argument(help: "The certificate's id.") var id: String
    @Option(help: "Only this file of it, sha256:…; without it, whatever the file says, now and later.")
    var digest: String?

    func run() throws {
      let home = home.value
      let settings = try home.settings().settings
      guard let id = CertificateID(id) else {
        throw InstallationProblem(.badInput, "'\(self.id)' is no id of a certificate: see `toolgate model list`")
      }
      let digest = try digest.map { text in
        guard let digest = ContentDigest(text) else {
          throw InstallationProblem(
            .failed,
            "no certificate of '\(id)' with the digest '\(text.prefix(80))' is known: a digest is `sha256:` and 64 digits "
              + "of lower-case hexadecimal, see `toolgate model show`")
        }
        return digest
      }
      let grounds = try why.grounds()
      let ledger = try home.ledger(settings)
      defer { try? ledger.close() }
      let certification = Certification(
        home: home, policies: settings.policies, today: CivilDay(containing: SystemClock().now()))
      let revoked = try certification.revoke(
        id, digest: digest, on: grounds, logged: LoggedCertificates.read(ledger))
      tell("\(id): revoked on \(revoked.revocation.on), \(revoked.revocation.reason) (\(revoked.revocation.task)).")
      if !revoked.faults.isEmpty {
        standardError(
          "toolgate: warning: other policies have \(revoked.faults.count == 1 ? "a fault" : "faults"); the revocation "
            + "is taken up all the same, the rest is not: see `toolgate policy check`")
      }
      switch try ledger.recordCount(of: id, digest: digest) {
      case let count?: tell("\(count.counted("record rests", "records rest")) on it.")
      case nil: tell("Too many records to count those that rest on it.")
      }
      if revoked.digest == nil { tell("No certificate of that id stands in the policies any more.") }
      tell(
        "A running gateway takes it up within a second: then calls are denied, and it stands in the transparency log.")
    }
  }
}
