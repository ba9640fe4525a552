// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// Azure OpenAI: the deployment stands in the path, the version in the query, the key in a header of its own
/// (<https://learn.microsoft.com/azure/ai-services/openai/reference>).
package struct AzureOpenAIKind: BackendKind {
  package let id = "azure-openai"
  package let keyHeader = "api-key"
  package let keyPrefix = ""

  package init() {}

  package func path(for operation: Operation, model: String, apiVersion: String?) -> String {
    let version = percentEncoded(apiVersion ?? "")
    return "/openai/deployments/\(percentEncoded(model))/\(operation.openAIPath)?api-version=\(version)"
  }

  package func problems(in settings: BackendSettings) -> [String] {
    var problems: [String] = []
    if settings.apiVersion?.isEmpty ?? true {
      problems.append("api_version: kind azure-openai needs one, such as 2024-10-21")
    }
    for model in settings.models where ["", ".", ".."].contains(model.upstream) {
      problems.append("models: upstream of \(model.id) must be the name of a deployment, not '\(model.upstream)'")
    }
    return problems
  }
}

/// Everything but RFC 3986's unreserved characters becomes `%XX`, so that a name stays one segment of a path.
func percentEncoded(_ text: String) -> String {
  let digits = Array("0123456789ABCDEF".utf8)
  var encoded: [UInt8] = []
  encoded.reserveCapacity(text.utf8.count)
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"):
      encoded.append(byte)
    default:
      encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }
  return String(decoding: encoded, as: UTF8.self)
}
