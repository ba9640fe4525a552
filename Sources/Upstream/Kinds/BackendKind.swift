// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// What sets one family of backends apart from another on the way out: paths and the header that carries the key.
///
/// All kinds here speak the OpenAI dialect in their bodies.
package protocol BackendKind: Sendable {
  /// The word of `kind:` in the configuration.
  var id: String { get }
  /// What the key's header is called.
  var keyHeader: String { get }
  /// What stands before the key in its header, with the space that ends it.
  var keyPrefix: String { get }
  /// Path and query behind the backend's URL.
  ///
  /// - Parameter model: the backend's own name of the model, not yet encoded.
  func path(for operation: Operation, model: String, apiVersion: String?) -> String
  /// What this kind needs and what it does not take, one line for each fault, the key's name first.
  func problems(in settings: BackendSettings) -> [String]
}

/// The kinds that a configuration may name. This is the one list of them.
package enum BackendKinds {
  package static let all: [any BackendKind] = [OpenAIKind(), AzureOpenAIKind()]

  package static func named(_ id: String) -> (any BackendKind)? {
    all.first { $0.id == id }
  }

  /// Everything that keeps the engine from sending to this backend; empty when it can.
  ///
  /// Each line begins with the key that is at fault, as it stands in the configuration.
  package static func problems(in settings: BackendSettings) -> [String] {
    var problems: [String] = []
    let kind = named(settings.kind)
    if kind == nil {
      problems.append("kind: '\(settings.kind)' is not known; write one of: \(all.map(\.id).joined(separator: ", "))")
    }
    var isUnix = false
    switch BackendAddress.read(settings.url) {
    case .success(let address):
      isUnix = address.socketPath != nil
      // libcurl 7.88 cannot use a connection of HTTP/2 without TLS for a second call.
      if settings.http == .http2, !address.isTLS {
        problems.append("http: 2 needs an https URL; write auto or 1.1")
      }
    case .failure(let fault): problems.append("url: \(fault.text)")
    }
    if let host = settings.host, !HeaderText.isHost(host) {
      problems.append("host: must be a host name or address, optionally with :PORT")
    }
    if let agent = settings.userAgent, !HeaderText.isValue(agent) {
      problems.append("user_agent: must be 1 to 256 visible ASCII characters and spaces")
    }
    if let proxy = settings.proxy {
      if isUnix {
        problems.append("proxy: a Unix socket is not reached through a proxy; take one of the two out")
      } else if let fault = BackendAddress.proxyFault(proxy) {
        problems.append("proxy: \(fault)")
      }
    }
    if let file = settings.caFile, file.isEmpty || file.utf8.contains(0) {
      problems.append("ca_file: must be the path of a PEM file")
    }
    return problems + (kind?.problems(in: settings) ?? [])
  }
}
