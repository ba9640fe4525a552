// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Something that no file has answered and a person must.
package struct DraftQuestion: Hashable, Sendable {
  package let field: CertificateField
  /// Why it is asked, with what is known so far.
  package let why: String
  /// What files hint at.
  package let leads: [Lead]
}

extension ModelDraft {
  /// In the order of `CertificateField`.
  package var questions: [DraftQuestion] {
    CertificateField.allCases.filter { !isKnown($0) }.map { field in
      DraftQuestion(field: field, why: why(field), leads: leads.filter { $0.field == field })
    }
  }

  private func isKnown(_ field: CertificateField) -> Bool {
    switch field {
    case .id: id != nil
    case .revision: revision != nil
    case .files: !files.isEmpty
    default: false
    }
  }

  private func why(_ field: CertificateField) -> String {
    switch field {
    case .terms:
      let claims = licenses.map { "\($0.origin): \($0.value.summary)" }
      return claims.isEmpty ? "no file declares a licence" : "declared, not shown: " + list(claims)
    case .extraTerms where !gates.isEmpty: return "a gate was found: " + list(gates.map { "\($0.origin)" })
    case .inventory:
      return datasets.isEmpty
        ? "no file names the training data"
        : "\(datasets.count) data sets are named; each needs a class, and every stage must be covered"
    case .base:
      return baseModels.isEmpty
        ? "no file names a base"
        : "named by files: " + list(baseModels.map { "\(short($0.value.label)) (\($0.origin))" })
    case .preprocessing, .training, .inference, .support, .architecture:
      return "no file shows the \(field.key) code"
    default: return field.why
    }
  }
}

/// At most eight, so that a line stays one that can be read.
private func list(_ items: [String]) -> String {
  let shown = items.prefix(8).joined(separator: "; ")
  return items.count > 8 ? "\(shown); and \(items.count - 8) more" : shown
}
