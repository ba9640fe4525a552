// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Domain
import Policy
import Serving

extension PolicyCommand {
  struct Text: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "text",
      abstract: "The texts that licences, providers' terms and certificates rest on: list, watch, accept.",
      discussion: "Nothing is fetched: a person or a timer does that, and hands in what was found.",
      subcommands: [List.self, Watch.self, Accept.self])
  }
}

extension PolicyCommand.Text {
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the addresses of the texts, what rests on each, and whether it has changed.")
    @OptionGroup var home: HomeOption
    @OptionGroup var output: FormatOption

    func run() throws {
      var listing = Listing("address", "state", "as_of", "checked_on", "sha256", "held_by")
      listing.rows = try home.value.policyTexts().list().map { listed in
        [
          listed.text.url, listed.state.rawValue, listed.text.date?.description, listed.checkedOn?.description,
          listed.text.digest?.digits, listed.holders.map(\.words).joined(separator: ", "),
        ]
      }
      tell(listing, as: output.format)
    }
  }

  struct Watch: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write down how texts were found today: what rests on another text is suspended.")
    @OptionGroup var home: HomeOption
    @Option(help: "ADDRESS=FILE: a text as it was fetched today; may be repeated.") var text: [String] = []

    func validate() throws {
      guard !text.isEmpty else { throw ValidationError("Name a text: --text ADDRESS=FILE.") }
    }

    func run() throws {
      let watched = try home.value.policyTexts().watch(text)
      for url in watched.unstored {
        tell("\(url): nobody has stored this text, so that nothing is suspended when it changes; read and accept it.")
      }
      for text in watched.drifted {
        tell("\(text.url): this is another text than the one that was found on \(text.checkedOn).")
      }
      for model in watched.suspended { tell("\(model.certificate.id): \(model.standing.sentence)") }
      for terms in watched.suspendedTerms {
        tell("\(terms.id): the terms are suspended, and calls under them are refused: \(terms.suspension ?? "")")
      }
      TextOutput.restored(watched.restored, watched.restoredTerms)
      if watched.suspended.isEmpty, watched.suspendedTerms.isEmpty { tell("Nothing is suspended that was not before.") }
      tell("Wrote watched.yaml. A running gateway takes it up within a second.")
    }
  }

  struct Accept: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Store a text that you have read beside the licences and providers that rest on it.",
      discussion: """
        What was suspended because the text had changed holds again, so correct what their files say of it first.
        """)
    @OptionGroup var home: HomeOption
    @Option(help: "ADDRESS=FILE: the text, plain, as it was read.") var text: String
    @Option(help: "The day as of which it is the one in force; today if left out.") var date: String?

    func run() throws {
      let day = try date.map { try ControlInput.day("date", $0) }
      let accepted = try home.value.policyTexts().accept(text, asOf: day)
      tell("Wrote Policies/\(accepted.copy).")
      for holder in accepted.holders {
        tell("\(holder.words): rests on it now.")
        if case .provider(let id) = holder, let terms = accepted.policies.providers[id] {
          tell("  \(terms.statement)")
        }
      }
      for id in accepted.certificates {
        tell("certificate \(id) names it too: give it to `toolgate model certify`, and let two people sign.")
      }
      TextOutput.restored(accepted.restored, accepted.restoredTerms)
      tell("A running gateway takes it up within a second and writes it to the transparency log.")
    }
  }
}

private enum TextOutput {
  static func restored(_ models: [AssessedModel], _ terms: [ProviderTerms]) {
    for model in models { tell("\(model.certificate.id): suspended no more") }
    for terms in terms { tell("\(terms.id): the terms are suspended no more") }
  }
}

extension ProviderTerms {
  /// What the file says of the text, for whoever has just read it.
  fileprivate var statement: String {
    let days = retentionDays.map { $0.counted("day") } ?? "unknown"
    return "its file says: output_training \(outputTraining.rawValue), input_training \(inputTraining.rawValue), "
      + "retention \(days)"
  }
}

extension Home {
  fileprivate func policyTexts() throws -> PolicyTexts {
    PolicyTexts(policies: try settings().settings.policies, today: CivilDay(containing: SystemClock().now()))
  }
}
