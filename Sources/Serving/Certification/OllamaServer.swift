// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ModelImport
import StrictYAML
import Upstream
import Wire

/// Asks an Ollama server what it says of a model; nothing else is ever fetched for a draft.
package enum OllamaServer {
  /// - Parameter address: with `http://` or `https://`, without a path.
  /// - Returns: the body of the answer to `POST /api/show`.
  package static func show(_ model: String, at address: String) throws(InstallationProblem) -> [UInt8] {
    guard isAddress(address), address.filter({ $0 == "/" }).count == 2, !address.contains(where: { "?#@".contains($0) })
    else {
      throw InstallationProblem(
        .badInput, "--ollama '\(address.prefix(80))': write the server's address, such as http://127.0.0.1:11434")
    }
    var json = JSONWriter()
    json.object { $0.member("model", model) }
    let answer: PlainRequest.Answer
    do throws(PlainRequest.Failure) {
      answer = try PlainRequest.post(json.bytes, to: "\(address)/api/show", limit: OllamaShow.sizeLimit)
    } catch {
      throw InstallationProblem(.unavailable, "\(address)/api/show: \(error.reason); is the server running?")
    }
    switch answer.status {
    case 200: return answer.body
    case 404:
      throw InstallationProblem(
        .failed, "\(address) has no model '\(model.prefix(80))': see `ollama list`")
    default:
      throw InstallationProblem(
        .unavailable, "\(address)/api/show answered with status \(answer.status); is it an Ollama server?")
    }
  }
}
