// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain

/// The file that `toolgate init` writes: works as it is, with the built-in model, and shows how to add backends.
package enum ConfigurationTemplate {
  /// Lines that begin with `#  ` (two spaces) are examples: without the `#` they are part of the file.
  ///
  /// - Parameter anchor: where the log's anchor goes, absolute or from the home; nil writes that there is none.
  package static func text(anchor: String?) -> String {
    """
    # Toolgate's configuration. Unknown keys are errors; `toolgate check` names every fault with line and column.
    # Relative paths begin in the directory of this file. Keys of providers never stand here: name an environment
    # variable ({env: NAME}) or a file ({file: PATH}).

    listen:
      data: 127.0.0.1:8080        # what tools call; or unix:data.sock
      console: 127.0.0.1:8081     # pages, log, health, metrics; let only /models, /r/, /log/ and /assets/ outside
    #  tls: {certificate: tls/cert.pem, key: tls/key.pem}

    ledger:
      path: ledger.sqlite
      durability: power           # power: survives a pulled plug; process: survives a kill, faster

    policies: Policies            # certificates of models, terms of providers, prices
    embedded: true                # the built-in summariser \(ModelID.embedded)

    limits:
      # What a project may use that has no limits of its own. With a budget of 0.00 only free models answer.
      default: {requests_per_minute: 60, tokens_per_minute: 60000, concurrency: 4, budget_month: 0.00 USD}
    #  ask_at: https://phabricator.wikimedia.org/tag/toolgate/     # told to projects that want more
      request: {body: 10MiB, header: 32KiB, json_depth: 64}

    provenance:
      publish: true               # records commit to their texts; the transparency log is served under /log/
    #  public_url: https://llm.example.org                     # where readers reach the console: links begin so
      # Copies of the newest checkpoint, outside of this directory: they tell when all of it is an old backup.
      anchors: [\(anchor.map(quoted) ?? "")]

    # Backends. Remove the # before the ones you have. A model is served only if its certificate is in Policies/models.
    backends:
    #  - id: llama                                              # llama.cpp: llama-server -m MODEL.gguf --port 8090
    #    url: http://127.0.0.1:8090/v1
    #    models:
    #      - id: smollm2-135m-instruct
    #        certificate: HuggingFaceTB/SmolLM2-135M-Instruct
    #        context: 2048

    #  - id: vllm                                               # vllm serve allenai/OLMo-2-0425-1B-Instruct
    #    url: http://127.0.0.1:8000/v1
    #    stream_usage: continuous
    #    models:
    #      - id: olmo-2-1b-instruct
    #        upstream: allenai/OLMo-2-0425-1B-Instruct
    #        certificate: allenai/OLMo-2-0425-1B-Instruct

    #  - id: ollama                                             # ollama pull smollm2:135m
    #    url: http://127.0.0.1:11434/v1
    #    models:
    #      - id: smollm2-ollama
    #        upstream: smollm2:135m
    #        certificate: HuggingFaceTB/SmolLM2-135M-Instruct

    #  - id: liftwing                                           # Wikimedia's own model servers; no key
    #    url: https://api.wikimedia.org/service/lw/inference/v1/models/llm-qwen3-14b/openai/v1
    #    trust: contracted
    #    contract: liftwing
    #    models:
    #      - {id: qwen3-14b, upstream: llm-qwen3-14b, certificate: Qwen/Qwen3-14B, context: 16384, max_output: 4096}

    #  - id: openai                                             # leaves Wikimedia; costs money
    #    url: https://api.openai.com/v1
    #    api_key: {env: OPENAI_API_KEY}
    #    trust: contracted
    #    contract: openai-api
    #    output_cap: max_completion_tokens
    #    models:
    #      - {id: gpt-4o-mini, certificate: openai/gpt-4o-mini, context: 128000, max_output: 16384}

    #  - id: azure                                              # leaves Wikimedia; needs a price in Policies/prices
    #    kind: azure-openai
    #    url: https://RESOURCE.openai.azure.com
    #    api_version: 2024-10-21
    #    api_key: {file: keys/azure}
    #    trust: contracted
    #    contract: azure-openai
    #    models:
    #      - {id: gpt-4o-mini-azure, upstream: DEPLOYMENT, certificate: openai/gpt-4o-mini, context: 128000}

    # Other names for models. Behind one that is less open or further away than promised, the alias is not served.
    #aliases:
    #  - {id: summarizer, model: toolgate/extractive-1, tier: T2, host: local}

    """
  }

  /// A string as YAML writes it between double quotes.
  private static func quoted(_ text: String) -> String {
    "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
  }
}
