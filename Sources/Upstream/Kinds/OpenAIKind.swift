// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// OpenAI and everything that speaks like it: llama.cpp, vLLM, Ollama, Lift Wing.
///
/// The URL ends where `/chat/completions` begins, usually with `/v1`; the model's name is in the body alone.
package struct OpenAIKind: BackendKind {
  package let id = "openai"
  package let keyHeader = "Authorization"
  package let keyPrefix = "Bearer "

  package init() {}

  package func path(for operation: Operation, model: String, apiVersion: String?) -> String {
    "/" + operation.openAIPath
  }

  package func problems(in settings: BackendSettings) -> [String] {
    settings.apiVersion == nil ? [] : ["api_version: only kind azure-openai takes it; take it out"]
  }
}

extension Operation {
  /// The last segments of the path in OpenAI's API reference
  /// (<https://platform.openai.com/docs/api-reference>).
  var openAIPath: String {
    switch self {
    case .chat: "chat/completions"
    case .embeddings: "embeddings"
    }
  }
}
