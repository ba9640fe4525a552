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
    @Option(help: "A newer checkpoint of the log: shows that it still contains the receipt's. With --tiles.")
    var checkpoint: String?
    @Option(help: "A directory that holds the log's tile/, as far as that checkpoint needs it.") var tiles: String?

    func validate() throws {
      guard (checkpoint == nil) == (tiles == nil) else {
        throw ValidationError("--checkpoint and --tiles go together")
      }
    }

    func run() throws {
      let keys =
        try key.isEmpty ? home.value.existingLogKeys(home.value.settings().settings).verifiers : key.map(verifier)
      let proof = try read(file, limit: Receipt.mostBytes)
      let (input, output) = (try input.map(readText), try text.map(readText))
      let newer = try checkpoint.map { try read($0, limit: Receipt.mostBytes) }
      // Where what is wrong stands.
      var place = file
      do throws(ReceiptProblem) {
        let found = try Receipt(proof).verify(keys: keys, input: input, output: output)
        if let newer, let tiles, let checkpoint {
          place = checkpoint
          try LaterCheckpoint(newer, keys: keys, tiles: tiles).prove(contains: found.checkpoint)
          place = file
        }
        // Nothing is told of a record before all that was asked of it is proven.
        let texts = [
          try sentence(found.output, "the one that the model answered"),
          try sentence(found.input, "what the model was asked"),
        ]
        tell(
          "Proven: the record is leaf \(found.index) of \(found.checkpoint.size) in \(found.checkpoint.origin), signed by "
            + "\(found.signers.map { $0.name.description }.joined(separator: ", ")).")
        for text in texts.compactMap(\.self) { tell(text) }
        if newer != nil { tell("The newer checkpoint contains the receipt's.") }
        if let record = ReadRecord(found.record) {
          for line in RecordSummary(record).lines { tell("  \(line)") }
        }
        tell(String(decoding: found.record, as: UTF8.self))
      } catch {
        throw InstallationProblem(error.isMalformed ? .badInput : .failed, "\(place): \(error)")
      }
    }

    private func sentence(_ match: TextMatch, _ what: String) throws(ReceiptProblem) -> String? {
      switch match {
      case .notAsked: return nil
      case .matches: return "The text is \(what)."
      case .matchesWithoutLastNewline: return "The text, without the line end behind it, is \(what)."
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

    private func readText(_ path: String) throws -> [UInt8] { try read(path, limit: 64 << 20) }

    private func read(_ path: String, limit: Int) throws -> [UInt8] {
      do throws(BoundedFile.Refusal) {
        return try BoundedFile.read(path: path, limit: limit)
      } catch {
        throw InstallationProblem(.badInput, "\(path): \(error.message)")
      }
    }
  }
}
