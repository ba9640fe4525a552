// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain

extension CertificateStanding {
  /// One line, for people.
  package var sentence: String {
    switch self {
    case .inForce(0): "in force, signed by nobody"
    case .inForce(let count): "in force, signed by \(count.counted("certifier"))"
    case .notYet(let day): "not in force before \(day), the day of its assessment"
    case .expired(let day): "expired on \(day)"
    case .suspended(let reason): "suspended: \(reason)"
    case .revoked(let day, let reason): "revoked on \(day): \(reason)"
    }
  }
}
