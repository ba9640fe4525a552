// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Domain
import Foundation
import ModelImport
import Notes
import Policy
import Serving

extension ModelCommand {
  struct Certify: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a certificate of a draft, or renew one: terms gate, answers with evidence, signature.",
      discussion: """
        Asks on a terminal for what is open. Elsewhere answers come from a file, and what is missing is listed; \
        --template writes such a file to fill in. One certifier's signature gives at most likely_meets, two give meets.
        """)
    @OptionGroup var home: HomeOption
    @Argument(help: "The path of a draft, or an id: of a draft or of a certificate.") var model: String
    @Option(help: "A file of answers, schema toolgate-answers/1.") var answers: String?
    @Option(help: "Write a file of answers to fill in, and nothing else.") var template: String?
    @Option(help: "The directory of the model's files, which are hashed.") var directory: String?
    @Option(help: "ADDRESS=FILE: a text that the certificate rests on, as it was fetched; may be repeated.")
    var text: [String] = []
    @Option(help: "The certifier's key: sign when the certificate is written.") var key: String?
    @Flag(help: "Only sign the certificate as it is: for the second certifier.") var signOnly = false

    func validate() throws {
      guard !signOnly || key != nil else { throw ValidationError("--sign-only needs --key.") }
      guard !signOnly || answers == nil && template == nil && directory == nil && text.isEmpty else {
        throw ValidationError("--sign-only changes nothing: leave --answers, --template, --directory and --text out.")
      }
    }

    func run() throws {
      let home = home.value
      let settings = try home.settings().settings
      let today = CivilDay(containing: SystemClock().now())
      let certification = Certification(home: home, policies: settings.policies, today: today)
      let signer = try key.map { try CertifierKeys.read($0) }
      guard !signOnly else {
        guard let id = CertificateID(model), let signer else {
          throw InstallationProblem(.badInput, "'\(model)' is no id of a certificate")
        }
        return try sign(id, signer, certification)
      }
      var (document, path) = try certification.document(model)
      let standing = try certification.standing(of: document)
      if let answers { try certification.apply(answers: answers, to: &document) }
      if let template {
        return try CertifyOutput.write(AnswersTemplate.text(for: document), to: template)
      }
      if let directory { try certification.hash(directory, into: &document) }
      CertifyOutput.show(gate: certification.best(try certification.candidate(document, from: path)))
      if !document.gaps.isEmpty, isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 {
        path = try interview(&document, from: path, certification)
      }
      for text in text { try certification.store(text: text, in: &document) }
      try requireAnswers(document, path)
      document.settle()
      let candidate = try certification.candidate(document, from: path)
      if let signer { try certification.requireCertifier(signer, candidate.policies) }
      let written = try certification.write(candidate, over: standing)
      CertifyOutput.show(written, at: "\(settings.policies)/\(candidate.name)")
      try certification.dropDraft(at: path)
      if let signer { return try sign(candidate.id, signer, certification) }
      try CertifyOutput.show(certification.load([:]), candidate.id, on: today)
    }

    private func sign(_ id: CertificateID, _ signer: NoteSigner, _ certification: Certification) throws {
      let signed = try certification.sign(id, with: signer)
      CertifyOutput.show(dropped: signed.dropped)
      tell("Signed by \(signer.name): \(signed.model.certificate.digest).")
      CertifyOutput.show(signed.policies, id, on: certification.today)
    }

    private func requireAnswers(_ document: CertificateDocument, _ path: String) throws {
      let gaps = document.gaps
      guard !gaps.isEmpty else { return }
      tell("Open:")
      for (place, gap) in gaps.enumerated() {
        tell("  \(place + 1). \(gap.field.rawValue): \(gap.lack). Wanted: \(gap.field.wanted)")
      }
      fflush(nil)
      throw InstallationProblem(
        .failed,
        "\(path): \(gaps.count.counted("answer is", "answers are")) missing: fill in the file that --template FILE writes, `unknown` counts too, "
          + "and give it with --answers; no certificate was written")
    }

    /// - Returns: where the answers are kept.
    private func interview(
      _ document: inout CertificateDocument, from path: String, _ certification: Certification
    ) throws -> String {
      let interview = Interview(
        ask: { prompt in
          tell(prompt, terminator: "")
          fflush(nil)
          return readLine()
        }, say: { tell($0) }, licenses: try certification.load([:]).licenses)
      var path = path
      /// What was answered survives whatever happens next: each answer is kept before the next question.
      func ask(_ fields: [CertificateField]) throws {
        for field in fields {
          let before = document.bytes
          try interview.run(&document, about: [field])
          if document.bytes != before { path = try certification.keep(document, from: path) }
        }
      }
      do {
        try ask(Interview.terms)
        if let candidate = try? certification.candidate(document, from: path) {
          CertifyOutput.show(gate: certification.best(candidate))
        }
        try ask(CertificateField.allCases)
      } catch is Interview.Ended {
        tell("")
      }
      return try certification.keep(document, from: path)
    }
  }
}
