// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
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
    @Option(help: "A public key of the log, as /log/keys lists them; may be repeated. Without it, this home's keys.")
    var key: [String] = []

    func run() throws {
      let keys = try key.isEmpty ? LogKeys.read(home.value.keys).verifiers : key.map(verifier)
      do throws(ReceiptProblem) {
        let expected: [UInt8]? = if let text { try read(text, limit: 64 << 20) } else { nil }
        let receipt = try Receipt(try read(file, limit: Receipt.mostBytes))
        let found = try receipt.verify(keys: keys, output: expected)
        print(String(decoding: found.record, as: UTF8.self))
        print(
          "The record is leaf \(found.index) of \(found.checkpoint.size) in \(found.checkpoint.origin), signed by "
            + "\(found.signers.map { $0.name.description }.joined(separator: ", ")).")
        switch found.output {
        case .notAsked: break
        case .matches: print("The text is the one that the model answered.")
        case .matchesWithoutLastNewline:
          print("The text, without the line end behind it, is the one that the model answered.")
        case .differs: throw .unproven("the text is not the one that the model answered")
        case .cannotTell:
          throw .unproven("the record says nothing of the answer's text, or the receipt has no salt for it")
        }
      } catch {
        throw InstallationProblem(error.isMalformed ? .badInput : .failed, "\(file): \(error)")
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
