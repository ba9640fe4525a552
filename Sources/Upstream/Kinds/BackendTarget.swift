// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// All that an engine needs to know of a backend, checked once and never changed.
///
/// The host that is spoken to comes from here alone, which is to say from the configuration. An object, because every
/// call carries it along and because what an engine has prepared for it is known by it.
package final class BackendTarget: Sendable {
  package let id: BackendID
  package let address: BackendAddress
  package let timeouts: BackendSettings.Timeouts
  package let http: BackendSettings.HTTPVersion
  package let proxy: String?
  package let caFile: String?
  /// Replaces the URL's host in the request; the TLS name and the address stay the URL's.
  package let host: String?
  package let userAgent: String
  private let kind: any BackendKind
  private let apiVersion: String?
  /// The whole header line of the key.
  let keyLine: Secret?

  /// - Parameters:
  ///   - apiKey: what `settings.apiKey` points at, already read, without the line break of its file.
  ///   - version: the product's version, for the `User-Agent` that is sent when none is set.
  /// - Throws: `BackendProblems` with every fault at once.
  package init(_ settings: BackendSettings, apiKey: Secret? = nil, version: String) throws(BackendProblems) {
    var problems = BackendKinds.problems(in: settings)
    if let apiKey, !apiKey.reveal(HeaderText.isKey) {
      problems.append("api_key: is empty or holds a space, a line break or a character outside ASCII")
    }
    guard problems.isEmpty, let kind = BackendKinds.named(settings.kind),
      case .success(let address) = BackendAddress.read(settings.url)
    else { throw BackendProblems(backend: settings.id, lines: problems) }
    self.id = settings.id
    self.kind = kind
    self.address = address
    self.timeouts = settings.timeouts
    self.http = settings.http
    self.proxy = settings.proxy
    self.caFile = settings.caFile
    self.host = settings.host
    self.apiVersion = settings.apiVersion
    self.userAgent = settings.userAgent ?? Self.defaultUserAgent(version: version)
    keyLine = apiKey.map { key in
      Secret(key.reveal { Array("\(kind.keyHeader): \(kind.keyPrefix)".utf8) + $0 })
    }
  }

  /// Names the product and where to ask, as Wikimedia's User-Agent policy wants it
  /// (<https://foundation.wikimedia.org/wiki/Policy:Wikimedia_Foundation_User-Agent_Policy>). It is stable, since Lift
  /// Wing counts calls by it; an installation should set `user_agent` to one that names its own contact.
  package static func defaultUserAgent(version: String) -> String {
    "Toolgate/\(version) (https://wikitech.wikimedia.org/; contact in configuration)"
  }

  /// - Parameter model: the backend's own name of the model.
  package func url(for operation: Operation, model: String) -> String {
    address.origin + address.path + kind.path(for: operation, model: model, apiVersion: apiVersion)
  }
}

/// Why a backend cannot be used, one line for each fault, the configuration's key first.
package struct BackendProblems: Error, Sendable, CustomStringConvertible {
  package let backend: BackendID
  package let lines: [String]

  package var description: String {
    lines.map { "backend \(backend): \($0)" }.joined(separator: "\n")
  }
}
