// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// What is known of the training data: OSAID 1.0, "data information".
package struct DataInformation: Hashable, Sendable {
  package var inventory: [DataSource]
  /// The stages that the model went through, each once; those of a base are the base's own to answer for.
  package var stages: Answer<[DataSource.Stage]>
  package var tier: DataTier?
  /// In words, where there is no inventory to speak of.
  package var description: String?
  /// Of the data themselves, where one expression fits.
  package var license: LicenseExpression?
  /// Of the paper and the card that describe them.
  package var informationLicense: LicenseExpression?
  package var processing: Answer<Bool>
  /// `false` in the value means: nothing was labelled.
  package var labelling: Answer<Bool>
  /// The inventory names everything.
  package var complete: Answer<Bool>

  package init(
    inventory: [DataSource] = [], stages: Answer<[DataSource.Stage]> = Answer(), tier: DataTier? = nil,
    description: String? = nil, license: LicenseExpression? = nil, informationLicense: LicenseExpression? = nil,
    processing: Answer<Bool> = Answer(), labelling: Answer<Bool> = Answer(), complete: Answer<Bool> = Answer()
  ) {
    self.inventory = inventory
    self.stages = stages
    self.tier = tier
    self.description = description
    self.license = license
    self.informationLicense = informationLicense
    self.processing = processing
    self.labelling = labelling
    self.complete = complete
  }

  /// Stages that the model went through and that no source is named for, by what is known. Empty where the stages are
  /// not known, and where no data are named at all.
  package var uncoveredStages: [DataSource.Stage] {
    guard let stages = stages.value, !inventory.isEmpty else { return [] }
    let covered = Set(inventory.compactMap(\.stage))
    // Whatever has no stage of its own is of the only one that there was.
    if stages.count == 1, inventory.contains(where: { $0.stage == nil }) { return [] }
    return stages.filter { !covered.contains($0) }
  }
}

package struct DataSource: Hashable, Sendable {
  package var name: String
  package var kind: Kind?
  package var url: String?
  package var license: LicenseExpression?
  /// In the source's own words: `300B tokens`.
  package var size: String?
  package var stage: Stage?

  /// OSAID 1.0 names four classes.
  package enum Kind: String, CaseIterable, Sendable { case open, `public`, obtainable, unshareable }
  /// Of the training, in its order: mid-training belongs to `pretrain`, learning from rewards to `preference`. A model
  /// that is trained in one go, as most for translation are, knows `pretrain` alone.
  package enum Stage: String, CaseIterable, Sendable { case pretrain, sft, preference }

  package init(
    name: String, kind: Kind? = nil, url: String? = nil, license: LicenseExpression? = nil, size: String? = nil,
    stage: Stage? = nil
  ) {
    (self.name, self.kind, self.url, self.license, self.size, self.stage) = (name, kind, url, license, size, stage)
  }
}
