// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Domain
import Exports
import Foundation
import Policy
import Serving

extension ModelCommand {
  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write the catalogue, or some models of it, in a format that others read.")
    @OptionGroup var home: HomeOption
    @Option(help: "One of \(ExportFormat.all.map(\.name).joined(separator: ", ")).") var format: ExportFormat
    @Option(help: "The file to write, whole or not at all; standard output without it.") var output: String?
    @Argument(help: "Ids of certificates, or ids under which models are served; all certificates without one.")
    var ids: [String] = []

    func run() throws {
      let home = home.value
      let settings = try home.settings().settings
      let policies = try home.policies(settings)
      let catalogue = ServedCatalogue.build(settings: settings, policies: policies).catalogue
      let models = try ids.isEmpty ? policies.catalogue.models : ids.map { try policies.model($0, served: catalogue) }
      let bytes = CatalogueExport.bytes(format, models: models, policies: policies, at: SystemClock().now())
      if let output {
        try AtomicFile.write(bytes, to: output)
      } else {
        FileHandle.standardOutput.write(Data(bytes))
      }
    }
  }
}

extension ExportFormat: ExpressibleByArgument {
  package init?(argument: String) { self.init(name: argument) }
  package static var allValueStrings: [String] { all.map(\.name) }
}
