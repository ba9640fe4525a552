// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
package import StrictYAML

/// Everything that stands in the policy directory, as one unit: certificates, terms, prices, and the name of exactly
/// this state of them.
package struct Policies: Sendable {
  package let catalogue: Catalogue
  package let licenses: LicenseBook
  package let prices: PriceBook
  package let providers: [ContractID: ProviderTerms]
  package let certifiers: [Certifier]
  let placedRevocations: [PlacedRevocation]
  /// Who may use what for what.
  package let rulebook: Rulebook
  package let places: PolicyPlaces
  /// Texts as they were found when somebody last looked.
  package let watched: [FoundText]
  /// With which the certificates were assessed.
  package let switches: PolicySwitches
  /// What does not keep the directory from being used, such as a signature that does not count.
  package let warnings: [YAMLProblem]
  /// Over every file; written into every provenance record.
  package let revision: ContentDigest

  package init(
    catalogue: Catalogue, licenses: LicenseBook, prices: PriceBook, providers: [ContractID: ProviderTerms],
    certifiers: [Certifier] = [], revocations: [PlacedRevocation] = [], watched: [FoundText] = [],
    switches: PolicySwitches = PolicySwitches(),
    rulebook: Rulebook = Rulebook(rules: []), places: PolicyPlaces = PolicyPlaces(), warnings: [YAMLProblem] = [],
    revision: ContentDigest
  ) {
    self.catalogue = catalogue
    self.licenses = licenses
    self.prices = prices
    self.providers = providers
    self.certifiers = certifiers
    placedRevocations = revocations
    self.rulebook = rulebook
    self.places = places
    self.watched = watched
    self.switches = switches
    self.warnings = warnings
    self.revision = revision
  }

  package var revocations: [Revocation] { placedRevocations.map(\.revocation) }
}
