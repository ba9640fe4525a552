// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Who runs the machine that answers, from the narrowest circle to the widest.
package enum HostClass: String, CaseIterable, Comparable, Sendable {
  case local, wikimedia, external

  package static func < (a: HostClass, b: HostClass) -> Bool {
    allCases.firstIndex(of: a)! < allCases.firstIndex(of: b)!
  }
}

/// How free a model is and how far a text travels to it: what nothing may widen behind a caller's back.
package struct LicenseClass: Hashable, Sendable, CustomStringConvertible {
  /// Nil: no licence is recorded, which is wider than any tier.
  package var tier: LicenseTier?
  package var host: HostClass

  package init(tier: LicenseTier?, host: HostClass) {
    (self.tier, self.host) = (tier, host)
  }

  package func isWithin(_ widest: LicenseClass) -> Bool {
    guard let limit = widest.tier else { return host <= widest.host }
    guard let tier else { return false }
    return tier <= limit && host <= widest.host
  }

  package var description: String { "tier \(tier?.rawValue ?? "none"), host \(host.rawValue)" }
}
