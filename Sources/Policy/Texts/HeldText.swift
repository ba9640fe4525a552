// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// A text in one of the places where something rests on it.
package struct HeldText: Hashable, Sendable {
  package enum Holder: Hashable, Sendable {
    case certificate(CertificateID)
    case license(String)
    case provider(ContractID)
  }

  package let holder: Holder
  /// The key of the holder's file under which the text stands; of a certificate the one that it is mostly under.
  package let key: String
  package var text: WatchedText
}

extension Policies {
  /// Every text that something rests on, once for each place that names it; sorted by address.
  package var heldTexts: [HeldText] {
    var held: [HeldText] = []
    func add(_ holder: HeldText.Holder, _ key: String, _ text: WatchedText?) {
      if let text { held.append(HeldText(holder: holder, key: key, text: text)) }
    }
    for entry in licenses.entries.values.sorted(by: { $0.id < $1.id }) {
      add(.license(entry.id), "text", entry.text)
      add(.license(entry.id), "use_policy_text", entry.usePolicyText)
    }
    for terms in providers.values.sorted(by: { $0.id < $1.id }) {
      add(.provider(terms.id), "terms", terms.terms)
      add(.provider(terms.id), "use_policy", terms.usePolicy)
    }
    for certificate in catalogue.models.map(\.certificate) {
      for text in certificate.texts { add(.certificate(certificate.id), "text", text) }
    }
    // Sorting keeps the order of equals: licences first, certificates last.
    return held.enumerated().sorted { ($0.element.text.url, $0.offset) < ($1.element.text.url, $1.offset) }
      .map(\.element)
  }
}
