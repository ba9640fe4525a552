// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// One backend of the configuration: where calls may be sent, as whom, and which models it serves.
package struct BackendSettings: Sendable {
  package var id: BackendID
  /// A name of `Upstream`'s list of kinds: `openai`, `azure-openai`.
  package var kind: String
  /// `http://…`, `https://…` or `unix:/path/of.sock`, with the path that stands before `/chat/completions`.
  package var url: String
  package var apiKey: SecretSource?
  package var trust: Trust
  package var contract: ContractID?
  /// Where the machine behind `url` stands. Nil: where the provider's file says, or nobody knows.
  package var region: HostRegion?
  /// Calls that may be under way at once.
  package var concurrency: Int
  /// In front of those `concurrency` places.
  package var queue = Queue()
  package var timeouts: Timeouts
  /// Sent instead of the URL's host; the TLS name and the address stay the URL's.
  package var host: String?
  /// Sent to the backend; has a default that names the product.
  package var userAgent: String?
  /// `azure-openai` only.
  package var apiVersion: String?
  package var proxy: String?
  /// A PEM bundle that is trusted instead of the system's.
  package var caFile: String?
  package var http: HTTPVersion
  package var streamUsage: StreamUsage
  package var outputCap: OutputCapField
  /// True when the backend only knows `encoding_format: float`.
  package var floatEmbeddingsOnly: Bool
  package var models: [ModelSettings]

  package init(
    id: BackendID, kind: String, url: String, apiKey: SecretSource? = nil, trust: Trust = .local,
    contract: ContractID? = nil, concurrency: Int = 16, timeouts: Timeouts = Timeouts(), host: String? = nil,
    userAgent: String? = nil, apiVersion: String? = nil, proxy: String? = nil, caFile: String? = nil,
    http: HTTPVersion = .auto, streamUsage: StreamUsage = .include, outputCap: OutputCapField = .maxTokens,
    floatEmbeddingsOnly: Bool = false, models: [ModelSettings] = []
  ) {
    self.id = id
    self.kind = kind
    self.url = url
    self.apiKey = apiKey
    self.trust = trust
    self.contract = contract
    self.concurrency = concurrency
    self.timeouts = timeouts
    self.host = host
    self.userAgent = userAgent
    self.apiVersion = apiVersion
    self.proxy = proxy
    self.caFile = caFile
    self.http = http
    self.streamUsage = streamUsage
    self.outputCap = outputCap
    self.floatEmbeddingsOnly = floatEmbeddingsOnly
    self.models = models
  }

  package struct Timeouts: Hashable, Sendable {
    /// Until the connection stands, TLS included.
    package var connect = Duration.seconds(2)
    /// From the call's opening to the first byte of its answer.
    package var firstByte = Duration.seconds(60)
    /// Between two bytes of an answer.
    package var idle = Duration.seconds(30)
    /// For the whole call.
    package var total = Duration.seconds(600)
    package init() {}
  }

  /// Calls that wait for a place at the backend.
  package struct Queue: Hashable, Sendable {
    /// Of all projects together; 0: none waits.
    package var length = 256
    /// How long one waits before it is turned away.
    package var wait = Duration.seconds(30)
    package init() {}
  }

  package enum HTTPVersion: String, CaseIterable, Sendable {
    /// HTTP/2 to TLS backends for plain calls; HTTP/1.1 for streams, so that a reader who is slow never holds up its
    /// neighbours on a shared connection.
    case auto
    case http1 = "1.1"
    case http2 = "2"
  }

  /// How a backend is asked for the usage of a stream.
  package enum StreamUsage: String, CaseIterable, Sendable {
    /// `stream_options.include_usage` (OpenAI, llama.cpp, Ollama).
    case include
    /// The same and `continuous_usage_stats`, exact also when a stream breaks off (vLLM).
    case continuous
    /// Nothing is sent: the backend refuses the member or sends usage anyway (Mistral, Lift Wing).
    case unasked
  }

  /// The member by which a backend knows the cap on output tokens.
  package enum OutputCapField: String, CaseIterable, Sendable {
    case maxTokens = "max_tokens"
    case maxCompletionTokens = "max_completion_tokens"
  }
}

/// A model as tools see it and as its backend calls it.
package struct ModelSettings: Sendable {
  package var id: ModelID
  package var upstream: String
  package var certificate: CertificateID
  package var operations: [Operation]
  /// Tokens of input and output together.
  package var context: Int64
  /// Most tokens of one answer, and the cap of a call that names none.
  package var maxOutput: Int64
  /// A price of the book by name; without it the book is asked by provider and model.
  package var price: PriceID?

  package init(
    id: ModelID, upstream: String, certificate: CertificateID, operations: [Operation] = [.chat], context: Int64,
    maxOutput: Int64, price: PriceID? = nil
  ) {
    self.id = id
    self.upstream = upstream
    self.certificate = certificate
    self.operations = operations
    self.context = context
    self.maxOutput = maxOutput
    self.price = price
  }
}

/// Where a secret is read from at start-up. It never stands in the configuration itself.
package enum SecretSource: Hashable, Sendable {
  case environment(String)
  case file(String)
}
