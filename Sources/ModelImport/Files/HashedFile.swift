// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package struct HashedFile: Hashable, Sendable {
  /// Relative to the model's directory, with `/` between its parts.
  package let path: String
  /// Bytes.
  package let size: Int64
  /// 64 hexadecimal digits.
  package let sha256: String

  package init(path: String, size: Int64, sha256: String) {
    (self.path, self.size, self.sha256) = (path, size, sha256)
  }
}
