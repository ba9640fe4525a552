// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Policy
internal import Wire

extension SPDXGraph {
  /// Every package of a model has exactly one licence of each kind, as the AI profile asks; an unknown one is said to be
  /// unknown.
  mutating func license(
    _ package: String, declared: LicenseExpression?, concluded: LicenseExpression?, book: LicenseBook
  ) {
    let found = declared.map { expression($0, book: book) } ?? SPDX.noAssertionLicense
    let holds = concluded.map { expression($0, book: book) } ?? SPDX.noAssertionLicense
    relate(package, "hasDeclaredLicense", to: [found])
    relate(package, "hasConcludedLicense", to: [holds], comment: Self.difference(declared, concluded))
  }

  private static func difference(_ declared: LicenseExpression?, _ concluded: LicenseExpression?) -> String? {
    switch (declared, concluded) {
    case (nil, _): "No licence is recorded, so none can be concluded."
    case (_, nil): "The licence of a model that it was made from is not known."
    case (let declared?, let concluded?) where declared != concluded:
      "Differs from what is declared: the branch that was chosen, extra terms, or what stays of the models that it was "
        + "made from."
    default: nil
    }
  }

  /// An expression, with an element for each of its ids that is not in the SPDX License List.
  mutating func expression(_ license: LicenseExpression, book: LicenseBook) -> String {
    let own = license.identifiers.filter { $0.hasPrefix("LicenseRef-") }
    let elements = own.map { id in (id, custom(id, book: book)) }
    return add("expression/\(license)", "simplelicensing_LicenseExpression") { json in
      json.member("simplelicensing_licenseExpression", license.description)
      json.array("simplelicensing_customIdToUri", of: elements) { json, element in
        json.object { json in
          json.member("type", "DictionaryEntry")
          json.member("key", element.0)
          json.member("value", element.1)
        }
      }
    }
  }

  /// The text is not ours to repeat; its address is given in its place.
  private mutating func custom(_ id: String, book: LicenseBook) -> String {
    let entry = book.entry(id)
    let address = WebAddress(entry?.text?.url)
    return add("license/\(id)", "expandedlicensing_CustomLicense") { json in
      json.member("name", entry?.name ?? id)
      json.member("comment", ifKnown: entry?.notes)
      json.array("expandedlicensing_seeAlso", ofTexts: [address].compactMap { $0?.text })
      json.member("expandedlicensing_isOsiApproved", book.isOSIApproved(id))
      json.member(
        "simplelicensing_licenseText",
        address.map { "The text is not repeated here. It stands at \($0.text)" } ?? "The text is not recorded.")
    }
  }
}
