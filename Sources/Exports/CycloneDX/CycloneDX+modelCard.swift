// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Policy
internal import Wire

extension JSONWriter {
  mutating func modelCard(of model: ExportedModel) {
    let certificate = model.certificate
    object("modelCard") { json in
      json.object("modelParameters") { json in
        if !certificate.tasks.isEmpty { json.member("task", certificate.tasks.joined(separator: ", ")) }
        json.array("datasets", of: Array(certificate.data.inventory.indices)) { json, place in
          json.object { $0.member("ref", CycloneDX.reference(toData: place, of: certificate.id)) }
        }
      }
      let limits = [certificate.notes, certificate.data.description.map { "Training data: \($0)" }].compactMap(\.self)
      guard !limits.isEmpty || !model.assessment.flags.isEmpty else { return }
      json.object("considerations") { json in
        json.array("technicalLimitations", ofTexts: limits)
        json.array("ethicalConsiderations", of: model.assessment.flags) { json, flag in
          json.object { $0.member("name", flag) }
        }
      }
    }
  }
}
