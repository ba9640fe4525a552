// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Notes
import Provenance
import Serving
import StrictYAML

struct ReceiptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "receipt", abstract: "Receipts: proofs that an answer came from a model under its licences.",
    subcommands: [Verify.self])

  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check a receipt offline: signature, place in the log and, with --text, the text of the answer.")
    @OptionGroup var home: HomeOption
    @Argument(help: "The receipt: a .tlog-proof file.") var file: String
    @Option(help: "A file with the answer's text, as it was received.") var text: String?
    @Option(help: "A file with what was asked, in the form that the record names in in_form.") var input: String?
    @Option(help: "A public key of the log, as /log/keys lists them; may be repeated. Without it, this home's keys.")
    var key: [String] = []

    func run() throws {
      let keys =
        try key.isEmpty ? home.value.existingLogKeys(home.value.settings().settings).verifiers : key.map(verifier)
      do throws(ReceiptProblem) {
        func bytes(_ path: String?) throws(ReceiptProblem) -> [UInt8]? {
          guard let path else { return nil }
          return try read(path, limit: 64 << 20)
        }
        let receipt = try Receipt(try read(file, limit: Receipt.mostBytes))
        let found = try receipt.verify(keys: keys, input: try bytes(input), output: try bytes(text))
        tell(String(decoding: found.record, as: UTF8.self))
        tell(
          "The record is leaf \(found.index) of \(found.checkpoint.size) in \(found.checkpoint.origin), signed by "
            + "\(found.signers.map { $0.name.description }.joined(separator: ", ")).")
        try report(found.output, "the one that the model answered")
        try report(found.input, "what the model was asked")
      } catch {
        throw InstallationProblem(error.isMalformed ? .badInput : .failed, "\(file): \(error)")
      }
    }

    private func report(_ match: TextMatch, _ what: String) throws(ReceiptProblem) {
      switch match {
      case .notAsked: break
      case .matches: tell("The text is \(what).")
      case .matchesWithoutLastNewline: tell("The text, without the line end behind it, is \(what).")
      case .differs: throw .unproven("the text is not \(what)")
      case .cannotTell: throw .unproven("the record commits to no such text, or the receipt has no salt for it")
      }
    }

    private func verifier(_ text: String) throws -> NoteVerifier {
      do throws(NoteProblem) {
        return try NoteVerifier(text)
      } catch {
        throw InstallationProblem(.badInput, "--key: \(error)")
      }
    }

    private func read(_ path: String, limit: Int) throws(ReceiptProblem) -> [UInt8] {
      do throws(BoundedFile.Refusal) {
        return try BoundedFile.read(path: path, limit: limit)
      } catch {
        throw .malformed("\(path) \(error.message)")
      }
    }
  }
}
