// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

extension StringProtocol {
  /// The lines of a file, empty ones too, whether they end in LF or in CR LF: to Swift the latter is one character, which
  /// no split at LF finds.
  package var fileLines: [SubSequence] {
    split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
  }
}
