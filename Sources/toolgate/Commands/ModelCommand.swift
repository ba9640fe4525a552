// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Domain
import Policy
import Serving

struct ModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model", abstract: "The catalogue and its certificates.",
    subcommands: [List.self, Show.self, Import.self, Certify.self, Revoke.self, Export.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the certificates, and which are served.")
    @OptionGroup var home: HomeOption
    @OptionGroup var output: FormatOption
    @Flag(help: "Only those that are served.") var served = false

    func run() throws {
      let home = home.value
      let settings = try home.settings().settings
      let policies = try home.policies(settings)
      let (catalogue, refused) = ServedCatalogue.build(settings: settings, policies: policies)
      for line in refused { standardError("toolgate: \(line)") }
      let today = CivilDay(containing: SystemClock().now())
      var listing = Listing(
        "certificate", "license", "verdict", "tier", "data_tier", "standing", "served_as", "backend")
      for model in policies.catalogue.models {
        let id = model.certificate.id
        let routes = catalogue.models.filter { $0.assessed.certificate.id == id }
        if served, routes.isEmpty { continue }
        listing.rows.append([
          id.text, model.certificate.license?.description, model.assessment.verdict.rawValue,
          model.assessment.tier?.rawValue, model.dataTier?.rawValue, model.standing(on: today).word,
          routes.isEmpty ? nil : routes.map(\.id.text).joined(separator: " "),
          routes.isEmpty ? nil : routes.map(\.backend.text).joined(separator: " "),
        ])
      }
      tell(listing, as: output.format)
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show a certificate: licences of weights, code and data, verdict, and where each fact comes from.")
    @OptionGroup var home: HomeOption
    @OptionGroup var output: FormatOption
    @Argument(help: "A certificate's id, or the id under which a model is served.") var id: String

    func run() throws {
      let home = home.value
      let settings = try home.settings().settings
      let policies = try home.policies(settings)
      let catalogue = ServedCatalogue.build(settings: settings, policies: policies).catalogue
      let model = try policies.model(id, served: catalogue)
      tell(CertificateSheet(model, on: CivilDay(containing: SystemClock().now())), as: output.format)
    }
  }
}

extension Policies {
  /// - Parameter id: A certificate's, or that under which a model is served.
  func model(_ id: String, served: ServedCatalogue) throws(InstallationProblem) -> AssessedModel {
    if let model = CertificateID(id).flatMap({ catalogue[$0] }) ?? ModelID(id).flatMap({ served[$0]?.assessed }) {
      return model
    }
    throw InstallationProblem(
      .failed, "there is no certificate and no served model '\(id)': see `toolgate model list`")
  }
}
