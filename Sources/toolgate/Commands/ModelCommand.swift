// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Domain
import Policy
import Serving

struct ModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model", abstract: "The catalogue and its certificates.", subcommands: [List.self, Show.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the certificates, and which are served.")
    @OptionGroup var home: HomeOption
    @OptionGroup var output: FormatOption

    func run() throws {
      let home = home.value
      let settings = try home.settings().settings
      let policies = try home.policies(settings)
      let (catalogue, refused) = ServedCatalogue.build(settings: settings, policies: policies)
      for line in refused { standardError("toolgate: \(line)") }
      var listing = Listing("certificate", "license", "openness", "data_tier", "served_as", "backend")
      for certificate in policies.catalogue.certificates {
        let served = catalogue.models.filter { $0.certificate.id == certificate.id }
        listing.rows.append([
          certificate.id.text, certificate.license.description, certificate.verdict.openness.rawValue,
          certificate.data.tier.rawValue, served.isEmpty ? nil : served.map(\.id.text).joined(separator: " "),
          served.isEmpty ? nil : served.map(\.backend.text).joined(separator: " "),
        ])
      }
      print(listing.rendered(output.format))
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
      guard let certificate = CertificateID(id).flatMap({ policies.catalogue[$0] }) ?? ModelID(id).flatMap({ catalogue[$0]?.certificate })
      else {
        throw InstallationProblem(.failed, "there is no certificate and no served model '\(id)': see `toolgate model list`")
      }
      var listing = Listing("field", "value", "source")
      func add(_ field: String, _ value: String?) {
        listing.rows.append([field, value, certificate.sources[field]])
      }
      let weights: String =
        switch certificate.weights {
        case .none: "no weights"
        case .released(let license, _): license.description
        case .closed(let terms): "closed; \(terms.description)"
        }
      add("id", certificate.id.text)
      add("name", certificate.name)
      add("revision", certificate.revision.description)
      add("weights", weights)
      add("weights.digest", certificate.weights.digestText)
      add("code", certificate.codeLicense?.description)
      add("data", certificate.data.license?.description ?? certificate.data.description)
      add("data.tier", certificate.data.tier.rawValue)
      add("verdict", certificate.verdict.openness.rawValue)
      add("verdict.why", certificate.verdict.why)
      add("verdict.confidence", certificate.verdict.confidence.rawValue)
      add("output.terms", certificate.output.terms.rawValue)
      add("output.flags", certificate.output.flags.isEmpty ? nil : certificate.output.flags.joined(separator: " "))
      add("base_model", certificate.baseModel?.text)
      add("assessed_on", certificate.assessedOn.description)
      print(listing.rendered(output.format))
    }
  }
}
