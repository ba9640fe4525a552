// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
package import Notes
package import StrictYAML

/// What certifiers sign: the bytes of a certificate's file and the day, in the pre-authentication encoding of DSSE
/// (<https://github.com/secure-systems-lab/dsse/blob/master/protocol.md>), with Ed25519.
package enum CertificateSigning {
  /// The day is a parameter of the media type, so that what is signed stays the file as it lies there.
  package static func payloadType(on day: CivilDay) -> String {
    "application/vnd.toolgate.certificate+yaml; signed_on=\(day)"
  }

  /// `DSSEv1 <length of type> <type> <length of body> <body>`.
  package static func encoded(_ file: [UInt8], on day: CivilDay) -> [UInt8] {
    let type = payloadType(on: day)
    return Array("DSSEv1 \(type.utf8.count) \(type) \(file.count) ".utf8) + file
  }

  /// - Parameter day: the day that stands beside the signature; with another one it is not valid.
  package static func isValid(
    _ signature: [UInt8], of file: [UInt8], on day: CivilDay, by key: NoteVerifier
  ) -> Bool {
    key.isSigned(encoded(file, on: day), signature)
  }

  /// - Returns: 64 bytes.
  package static func sign(_ file: [UInt8], on day: CivilDay, with signer: NoteSigner) throws -> [UInt8] {
    try signer.sign(encoded(file, on: day))
  }
}

/// A file of `Policies/signatures`: who signed which bytes of a certificate.
package struct SignatureFile {
  package struct Signature {
    package let certifier: String
    package let signedOn: CivilDay
    /// 64 bytes.
    package let bytes: [UInt8]
    let place: YAMLPlace
  }

  package let certificate: CertificateID
  /// Of the certificate's file.
  package let digest: ContentDigest
  let place: YAMLPlace
  package private(set) var signatures: [Signature]

  /// Over a certificate's file; nobody has signed it yet.
  package init(of certificate: CertificateID, file: [UInt8]) {
    self.certificate = certificate
    digest = ContentDigest(of: file)
    place = .start
    signatures = []
  }

  /// Nil, and every problem, for bytes that are not such a file.
  package static func read(_ bytes: [UInt8], name: String) -> (file: SignatureFile?, problems: [YAMLProblem]) {
    let report = YAMLReport(file: name)
    let file = YAMLFile.read(bytes: bytes, report: report) { SignatureFile($0) } ?? nil
    return (report.hasErrors ? nil : file, report.errors)
  }

  package mutating func add(_ signature: [UInt8], by certifier: String, on day: CivilDay) {
    signatures.append(Signature(certifier: certifier, signedOn: day, bytes: signature, place: .start))
  }

  package var bytes: [UInt8] {
    var lines = [
      "# Signatures over the file of the same name in models, made by `toolgate model certify`.",
      "schema: toolgate-signatures/1", "certificate: \(ScalarText.quoted(certificate.text))",
      "sha256: \"\(digest.digits)\"", "signatures:",
    ]
    for signature in signatures {
      lines += [
        "  - certifier: \(ScalarText.quoted(signature.certifier))", "    signed_on: \(signature.signedOn)",
        "    signature: \"\(StrictBase64.text(signature.bytes))\"",
      ]
    }
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  /// Reads schema `toolgate-signatures/1`.
  init?(_ map: YAMLMap) {
    _ = map.required("schema", .exactly("toolgate-signatures/1"))
    let certificate = map.required("certificate", .name(CertificateID.self))
    let digest = map.required("sha256", .sha256)
    signatures = map.maps("signatures") { map -> Signature? in
      let certifier = map.required("certifier", .text)
      let signedOn = map.required("signed_on", .day)
      let bytes = map.required("signature", .signature)
      guard let certifier, let signedOn, let bytes else { return nil }
      return Signature(certifier: certifier, signedOn: signedOn, bytes: bytes, place: map.place(of: "certifier"))
    }.compactMap(\.self)
    place = map.place(of: "sha256")
    guard let certificate, let digest else { return nil }
    (self.certificate, self.digest) = (certificate, digest)
  }

  /// How many different people's signatures count, and why others do not.
  ///
  /// - Parameters:
  ///   - file: the bytes of the certificate.
  ///   - book: with the texts of its licences; a signature from before one of them is over another.
  func count(
    over file: [UInt8], of certificate: Certificate, by certifiers: [Certifier], book: LicenseBook,
    reportedAs name: String
  ) -> (count: Int, warnings: [YAMLProblem]) {
    var warnings: [YAMLProblem] = []
    func warn(_ place: YAMLPlace, _ message: String) {
      warnings.append(YAMLProblem(file: name, place: place, message: message))
    }
    guard ContentDigest(of: file) == digest else {
      warn(place, "the certificate has changed since it was signed; no signature here counts until it is signed anew")
      return (0, warnings)
    }
    var people: Set<String> = []
    for signature in signatures {
      let keys = certifiers.filter { $0.name == signature.certifier }
      let signing = keys.filter {
        CertificateSigning.isValid(signature.bytes, of: file, on: signature.signedOn, by: $0.key)
      }
      if keys.isEmpty {
        warn(
          signature.place, "`\(signature.certifier)` does not stand in certifiers.yaml; the signature does not count")
      } else if people.contains(signature.certifier) {
        warn(signature.place, "`\(signature.certifier)` has signed already; one person counts once")
      } else if signing.isEmpty {
        warn(
          signature.place,
          "the signature of `\(signature.certifier)` is not one over this certificate and \(signature.signedOn)")
      } else if !certificate.takesSignature(on: signature.signedOn) {
        // Whoever signs chooses the day: without this, a key that is over could be used on with an early one.
        warn(
          signature.place,
          "`\(signature.certifier)` signed on \(signature.signedOn), but the certificate can only be signed "
            + "from \(certificate.assessedOn) \(certificate.expires.asEnd); the signature does not count")
      } else if let text = certificate.licenseText(since: signature.signedOn, in: book) {
        warn(
          signature.place,
          "`\(signature.certifier)` signed on \(signature.signedOn), before the text of \(text.url) that is in force since "
            + "\(text.date?.description ?? "then"); the signature does not count, it must be signed anew")
      } else if !signing.contains(where: { $0.maySign(on: signature.signedOn) }) {
        warn(
          signature.place,
          "`\(signature.certifier)` could not sign with this key on \(signature.signedOn); see `since` "
            + "and `until` in certifiers.yaml")
      } else {
        people.insert(signature.certifier)
      }
    }
    return (people.count, warnings)
  }
}

extension Certificate {
  /// Only what is assessed and has not ended can be signed.
  package func takesSignature(on day: CivilDay) -> Bool {
    // The certificate of a program without weights does not end.
    if case .none = weights { return assessedOn <= day }
    return assessedOn <= day && day < expires
  }
}

extension YAMLForm where Value == [UInt8] {
  static var signature: YAMLForm {
    YAMLForm(expected: "an Ed25519 signature in base64", isText: true) { text in
      StrictBase64.bytes(text).flatMap { $0.count == 64 ? $0 : nil }
    }
  }
}
