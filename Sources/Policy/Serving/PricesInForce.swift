// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain

/// The versions that may price one model's calls, best first for each service tier, ready to be asked at every call:
/// their days are instants already, and what they come to is made.
struct PricesInForce: Sendable {
  private struct Version: Sendable {
    let from: Instant
    let to: Instant?
    let price: Price

    init(_ row: PriceRow) {
      from = row.validFrom.start
      to = row.validTo?.start
      price = row.price
    }
  }

  private let standard: [Version]
  private let flex: [Version]
  private let priority: [Version]

  init(_ book: PriceBook, for model: ModelSettings, backend: BackendSettings) {
    func versions(_ tier: ServiceTier) -> [Version] {
      book.candidates(for: model, backend: backend, tier: tier).map(Version.init)
    }
    standard = versions(.standard)
    flex = versions(.flex)
    priority = versions(.priority)
  }

  func price(_ tier: ServiceTier, at instant: Instant) -> Price? {
    let versions =
      switch tier {
      case .standard: standard
      case .flex: flex
      case .priority: priority
      case .batch: [Version]()
      }
    return versions.first { version in version.from <= instant && version.to.map { instant < $0 } ?? true }?.price
  }
}
