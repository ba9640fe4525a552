// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// Everything that stands in the policy directory, as one unit: certificates, terms, prices, and the name of exactly
/// this state of them.
package struct Policies: Sendable {
  package let catalogue: Catalogue
  package let prices: PriceBook
  package let providers: [ContractID: ProviderTerms]
  /// `sha256:` over every file; written into every provenance record.
  package let revision: String

  package init(catalogue: Catalogue, prices: PriceBook, providers: [ContractID: ProviderTerms], revision: String) {
    self.catalogue = catalogue
    self.prices = prices
    self.providers = providers
    self.revision = revision
  }
}
