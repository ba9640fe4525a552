// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain

extension ModelDraft {
  /// Nil where nothing tells, or not of all the weights.
  var formOfAll: String? {
    guard let first = forms.first?.value, forms.allSatisfy({ $0.value == first }), weightsOfUnknownForm.isEmpty else {
      return nil
    }
    return first
  }

  /// Files with weights that were hashed, and of which nothing told the form.
  var weightsOfUnknownForm: [String] {
    let told = Set(forms.map { WeightsName.lastPart($0.origin.file) })
    return files.map(\.value.path).filter { WeightsName.fits($0) && !told.contains(WeightsName.lastPart($0)) }
  }
}
