// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import NIOSSL

/// Reads the certificate and the key of `listen.tls`. A fault is one line that names the file.
enum TLSFiles {
  static func context(_ files: ListenSettings.TLSFiles) throws(InstallationProblem) -> NIOSSLContext {
    let configuration = try configuration(files)
    do {
      return try NIOSSLContext(configuration: configuration)
    } catch {
      throw InstallationProblem(.badInput, "listen.tls: \(files.key) is not the key of \(files.certificate)")
    }
  }

  static func configuration(_ files: ListenSettings.TLSFiles) throws(InstallationProblem) -> TLSConfiguration {
    let chain = try read(files.certificate, "a PEM certificate") { try NIOSSLCertificate.fromPEMBytes($0) }
    let key = try read(files.key, "a PEM key") { try NIOSSLPrivateKey(bytes: $0, format: .pem) }
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
    configuration.applicationProtocols = ["http/1.1"]
    configuration.minimumTLSVersion = .tlsv12
    return configuration
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
