// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

extension Limits {
  /// One text for each limit that differs, such as `concurrency 4 → 8`, in the order of `LimitName`.
  package func changes(to after: Limits) -> [String] {
    LimitName.allCases.filter { self[$0] != after[$0] }.map { name in
      "\(name.rawValue) \(self[name]?.description ?? "none") → \(after[name]?.description ?? "none")"
    }
  }
}

extension LimitsChange {
  /// One text for each limit that it names, such as `concurrency 8`.
  package var text: String {
    values.sorted { $0.key < $1.key }.map { "\($0.key.rawValue) \($0.value?.description ?? "none")" }
      .joined(separator: ", ")
  }
}
