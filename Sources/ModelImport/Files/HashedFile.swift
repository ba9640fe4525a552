// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

package struct HashedFile: Hashable, Sendable {
  /// Relative to the model's directory, with `/` between its parts.
  package let path: String
  /// Bytes.
  package let size: Int64
  package let digest: ContentDigest

  package init(path: String, size: Int64, digest: ContentDigest) {
    (self.path, self.size, self.digest) = (path, size, digest)
  }
}
