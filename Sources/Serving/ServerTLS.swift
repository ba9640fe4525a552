// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import NIOSSL

/// The certificate and the key of `listen.tls`, as each of the two listeners takes them.
struct ServerTLS: Sendable {
  /// For the console, which makes its own context of it.
  let configuration: TLSConfiguration
  /// For the data plane.
  let context: NIOSSLContext

  /// Reads both files. A fault is one line that names the file.
  init(_ files: ListenSettings.TLSFiles) throws(InstallationProblem) {
    let chain = try Self.read(files.certificate, "a PEM certificate") { try NIOSSLCertificate.fromPEMBytes($0) }
    let key = try Self.read(files.key, "a PEM key") { try NIOSSLPrivateKey(bytes: $0, format: .pem) }
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
    configuration.applicationProtocols = ["http/1.1"]
    configuration.minimumTLSVersion = .tlsv12
    self.configuration = configuration
    do {
      context = try NIOSSLContext(configuration: configuration)
    } catch {
      throw InstallationProblem(.badInput, "listen.tls: \(files.key) is not the key of \(files.certificate)")
    }
  }

  private static func read<Value>(
    _ path: String, _ what: String, _ parse: ([UInt8]) throws -> Value
  ) throws(InstallationProblem) -> Value {
    guard let bytes = FileManager.default.contents(atPath: path).map(Array.init) else {
      throw InstallationProblem(.badInput, "listen.tls: cannot read \(path)")
    }
    do {
      return try parse(bytes)
    } catch {
      throw InstallationProblem(.badInput, "listen.tls: \(path) is not \(what)")
    }
  }
}
