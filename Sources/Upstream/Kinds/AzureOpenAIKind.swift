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
    let version = PercentEncoding.text(apiVersion ?? "")
    return "/openai/deployments/\(PercentEncoding.text(model))/\(operation.openAIPath)?api-version=\(version)"
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
