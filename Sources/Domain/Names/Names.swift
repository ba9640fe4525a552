// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// A name that is a type of its own, so that a model cannot be passed where a backend is meant.
package protocol Name: Hashable, Comparable, Sendable, CustomStringConvertible {
  var text: String { get }
  /// Nil when the text is not a name of this kind.
  init?(_ text: String)
}

extension Name {
  package var description: String { text }
  package static func < (a: Self, b: Self) -> Bool { a.text < b.text }
}

/// A WMCS project's name: a Toolforge tool or a Cloud VPS project.
///
/// `^[a-z]([-a-z0-9]{0,30}[a-z0-9])?$`, the rule of Toolforge's own registry (striker, `striker/tools/forms.py`).
package struct ProjectName: Name {
  package let text: String

  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    func isLetter(_ b: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(b) }
    func isDigit(_ b: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(b) }
    guard let first = bytes.first, let last = bytes.last, bytes.count <= 32, isLetter(first),
      isLetter(last) || isDigit(last),
      bytes.allSatisfy({ isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "-") })
    else { return nil }
    self.text = text
  }

  package static let rule = "1 to 32 of a-z, 0-9 and -, a letter first, no - at the end"
}

/// What tools put into `model`. May hold `/` and `:`, as in `toolgate/extractive-1`.
package struct ModelID: Name {
  package let text: String
  package init?(_ text: String) {
    guard isPrintableASCII(text, upTo: CertificateID.mostBytes) else { return nil }
    self.text = text
  }

  /// What a model is called that nobody configured another name for. Each certificate's id is one.
  package init(_ certificate: CertificateID) { text = certificate.text }
}

/// A backend of the configuration.
package struct BackendID: Name {
  package let text: String
  package init?(_ text: String) {
    guard isPrintableASCII(text, upTo: 64) else { return nil }
    self.text = text
  }
}

/// A certificate of `Policies/models`: a hub id or, for a service, the provider's own name of the model.
package struct CertificateID: Name {
  package let text: String
  package init?(_ text: String) {
    guard isPrintableASCII(text, upTo: Self.mostBytes) else { return nil }
    self.text = text
  }

  package static let mostBytes = 200
}

/// A version of a price, as the price book names it.
package struct PriceID: Name {
  package let text: String
  package init?(_ text: String) {
    guard isPrintableASCII(text, upTo: 200) else { return nil }
    self.text = text
  }
}

/// A contract of `Policies/providers`.
package struct ContractID: Name {
  package let text: String
  package init?(_ text: String) {
    guard isPrintableASCII(text, upTo: 64) else { return nil }
    self.text = text
  }
}

/// Where a machine stands, as whoever runs it calls the place: `eqiad`, `eu-central-1`. It stands in public records.
package struct HostRegion: Name {
  package let text: String
  package init?(_ text: String) {
    guard isPrintableASCII(text, upTo: 64) else { return nil }
    self.text = text
  }
}

/// In which form the numbers of a model's weights are kept, as makers of files call it: `Q4_K_M`, `FP8`.
package struct Quantization: Name {
  package let text: String
  package init?(_ text: String) {
    guard isPrintableASCII(text, upTo: 32) else { return nil }
    self.text = text
  }
}

/// Visible ASCII without spaces: safe in a header, a log line, a URL path and a table.
private func isPrintableASCII(_ text: String, upTo limit: Int) -> Bool {
  !text.isEmpty && text.utf8.count <= limit && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
}
