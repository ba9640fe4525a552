// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain

/// What was judged must be told apart from what carries its name today: a verdict on a name alone is one on whatever
/// its publisher puts there next.
extension Assessor {
  /// Released weights are pinned by a commit and the hash of a file of them. A program without weights is pinned by its
  /// version or commit alone: it has no weights to hash. Closed weights cannot be pinned by anybody but the provider,
  /// and fail for being closed.
  mutating func judgePin() {
    switch certificate.weights {
    case .none:
      if certificate.revision == .unverifiedRemote {
        limit(.likelyMeets, .revisionNotPinned, "revision", "no version or commit says which program was judged")
      }
    case .released:
      if !certificate.revision.isCommit {
        limit(.likelyMeets, .revisionNotPinned, "revision", "no commit says which revision was judged")
      }
      if !certificate.files.contains(where: \.holdsWeights) {
        limit(.likelyMeets, .weightsNotHashed, "files", "no file of the weights is recorded with its SHA-256")
      }
    case .closed: break
    }
  }
}

extension Certificate.Revision {
  /// A dated name or a version is no commit: whoever publishes weights can put others behind it.
  fileprivate var isCommit: Bool {
    guard case .pinned(let text) = self else { return false }
    return Hexadecimal.isText(text, digits: 40)
  }
}

extension Certificate.ModelFile {
  /// What is not known here is not promoted.
  var holdsWeights: Bool { size > 0 && WeightsName.fits(path) }
}
