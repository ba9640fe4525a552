// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

extension BinaryInteger {
  /// The number and the word for as many: `1 call`, `2 calls`, `0 calls`. Pages have messages for that, in each language.
  ///
  /// - Parameter many: with an `s` behind `one`, unless it is given; the verb may be part of both.
  package func counted(_ one: String, _ many: String? = nil) -> String {
    "\(self) \(self == 1 ? one : many ?? one + "s")"
  }
}
