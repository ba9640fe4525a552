// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain

/// The preferred form for making changes: parameters, code and data information (OSAID 1.0).
extension Assessor {
  mutating func judgeRelease() {
    let field = "weights.explicit_release"
    switch certificate.explicitRelease.value {
    case true?: needQuote(certificate.explicitRelease.evidence, field)
    case false?: limit(.fails, .noRelease, field, "the publisher does not set the parameters free")
    case nil: limit(.unknown, .releaseUnknown, field, "it is not settled in which words the parameters are set free")
    }
  }

  mutating func judgeCode(_ components: [CodeComponent]) {
    for component in components {
      let field = "code.\(component.rawValue)"
      let answer = certificate.code[component] ?? CodeAnswer(present: Answer())
      switch answer.present.value {
      case .no?:
        limit(.fails, component == .training ? .noTrainingCode : .noCode, field, "no \(component.text)")
        continue
      case nil:
        limit(.unknown, .codeUnknown, field, "it is not known whether the \(component.text) is published")
      case .partial?:
        limit(.likelyMeets, .codePartial, field, "the \(component.text) is published in part")
        needQuote(answer.present.evidence, field)
      case .yes?: needQuote(answer.present.evidence, field)
      }
      judgeLicense(of: component, answer, field: field)
    }
  }

  private mutating func judgeLicense(of component: CodeComponent, _ answer: CodeAnswer, field: String) {
    guard let license = answer.license ?? certificate.codeLicense else {
      limit(.unknown, .codeLicenseUnknown, field, "the licence of the \(component.text) is not recorded")
      return
    }
    if !license.allows(book.isOSIApproved) {
      limit(.fails, .codeNotOSI, field, "the \(component.text) is under \(license), which is not OSI-approved")
    }
  }

  mutating func judgeHyperparameters() {
    let field = "code.hyperparameters"
    switch certificate.hyperparameters.value {
    case true?: needQuote(certificate.hyperparameters.evidence, field)
    case false?: limit(.fails, .noHyperparameters, field, "no training settings")
    case nil: limit(.unknown, .hyperparametersUnknown, field, "it is not known whether the settings are published")
    }
  }

  mutating func judgeData() {
    let data = certificate.data
    judgeDataTier()
    // Where nothing is disclosed there is nothing more to ask about.
    guard data.tier != .d0 else { return }
    judgeInventory(data.inventory)
    judgeStages(data)
    judge(
      data.processing, "data.processing", no: (.noDataProcessing, "nobody says how the data were processed"),
      unknown: (.dataProcessingUnknown, "it is not known how the data were processed"))
    if data.labelling.value == nil {
      limit(
        .unknown, .dataLabellingUnknown, "data.labelling", "it is not known how the data were labelled, if they were"
      )
    } else {
      needQuote(data.labelling.evidence, "data.labelling")
    }
    judge(
      data.complete, "data.complete", no: (.dataIncomplete, "part of the training data is not described"),
      unknown: (.dataCompletenessUnknown, "it is not known whether all the training data are described"))
    judgeInformationLicense(data.informationLicense)
  }

  mutating func judgeDataTier() {
    switch certificate.data.tier {
    case .d0?: limit(.fails, .undisclosedData, "data.tier", "no training data information (tier D0)")
    case nil:
      limit(.unknown, .dataTierUnknown, "data.tier", "nobody has assessed what is known of the training data")
    case .d1?, .d2?, .d3?: break
    }
  }

  /// Tier D3 is the word that all data are openly licensed or in the public domain. The data that the certificate itself
  /// names may not speak against it; what is named without a licence neither shows it nor denies it.
  mutating func judgeOpenData() {
    guard certificate.data.tier == .d3 else { return }
    let data = certificate.data
    var doubts = data.inventory.compactMap(doubt)
    if let license = data.license, !license.allows(book.isOpen) {
      doubts.insert("the data are under \(license), which is not open", at: 0)
    }
    guard let first = doubts.first else { return }
    let others = doubts.count == 1 ? "" : ", and \(doubts.count - 1) more"
    limit(
      .likelyMeets, .dataTierContradicted, "data.tier",
      "tier D3 is contradicted and counts as D2: \(first)\(others)"
    )
  }

  /// Why data are not open to everybody; nil where nothing says so.
  private func doubt(_ source: DataSource) -> String? {
    if let license = source.license, !license.allows(book.isOpen) {
      return "\(source.name) is under \(license), which is not open"
    }
    switch source.kind {
    case .unshareable: return "\(source.name) cannot be shared"
    // Open data may be kept behind a form or a fee, but then somebody must have said under which licence they are.
    case .obtainable where source.license == nil && certificate.data.license == nil:
      return "\(source.name) is to be had from third parties only, and no licence of it is recorded"
    case .open, .public, .obtainable, nil: return nil
    }
  }

  private mutating func judge(
    _ answer: Answer<Bool>, _ field: String, no: (code: Assessment.Code, message: String),
    unknown: (code: Assessment.Code, message: String)
  ) {
    switch answer.value {
    case true?: needQuote(answer.evidence, field)
    case false?: limit(.fails, no.code, field, no.message)
    case nil: limit(.unknown, unknown.code, field, unknown.message)
    }
  }

  private mutating func judgeInventory(_ inventory: [DataSource]) {
    guard !inventory.isEmpty else {
      limit(.unknown, .dataInventoryMissing, "data.inventory", "no training data are named")
      return
    }
    let unsorted = inventory.filter { $0.kind == nil }.map(\.name)
    if let first = unsorted.first {
      let others = unsorted.count == 1 ? "" : " and \(unsorted.count - 1) more"
      limit(
        .unknown, .dataClassUnknown, "data.inventory",
        "it is not known whether \(first)\(others) are open, public, obtainable or unshareable")
    }
    let unplaced = inventory.filter { $0.kind != .unshareable && $0.url == nil }.map(\.name)
    if let first = unplaced.first {
      let others = unplaced.count == 1 ? "" : " and \(unplaced.count - 1) more"
      limit(
        .likelyMeets, .dataPlaceMissing, "data.inventory", "no address says where to get \(first)\(others)")
    }
    if inventory.contains(where: { $0.stage == nil }) {
      limit(.likelyMeets, .dataStageMissing, "data.inventory", "not every source has its stage of training")
    }
  }

  /// Data information is about all data that went into the training, so a stage without a source is a part that is not
  /// described, as in `data_incomplete`. A source whose stage is not known may be of that stage. Where the stages are
  /// not known either, the word of `data.complete` stands, and nothing here shows that it is true.
  private mutating func judgeStages(_ data: DataInformation) {
    let field = "data.stages"
    guard data.stages.value != nil else {
      limit(.likelyMeets, .dataStagesUnknown, field, "it is not known which stages of training there were")
      return
    }
    needQuote(data.stages.evidence, field)
    let isOpen = data.inventory.contains { $0.stage == nil }
    for stage in data.uncoveredStages {
      if isOpen {
        limit(.unknown, .dataStageUnplaced, field, "it is not known which data the stage \(stage.rawValue) used")
      } else {
        limit(.fails, .dataStageUncovered, field, "no data are named for the stage \(stage.rawValue)")
      }
    }
  }

  /// Of the paper and the card: OSI-approved or free content.
  private mutating func judgeInformationLicense(_ license: LicenseExpression?) {
    let field = "data.information_license"
    guard let license else {
      limit(.unknown, .informationLicenseUnknown, field, "the licence of paper and card is not recorded")
      return
    }
    if !license.allows(book.isOpen) {
      limit(.fails, .informationNotOpen, field, "the description of the data is under \(license), which is not open")
    }
  }
}

extension CodeComponent {
  fileprivate var text: String {
    switch self {
    case .preprocessing: "code for preparing the data"
    case .training: "training code"
    case .inference: "inference code"
    case .support: "supporting code"
    case .architecture: "code of the architecture"
    }
  }
}
