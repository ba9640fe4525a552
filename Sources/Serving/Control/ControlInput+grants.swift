// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// What stands behind options of exceptions and opt-ins.
extension ControlInput {
  /// Text on one line that is published for good.
  ///
  /// - Parameters:
  ///   - option: without the dashes.
  ///   - most: characters.
  package static func publicText(
    _ option: String, _ text: String, most: Int
  ) throws(InstallationProblem) -> String {
    guard isLine(text), text.unicodeScalars.count <= most else {
      throw InstallationProblem(.badInput, "--\(option) \(shown(text)): write 1 to \(most) characters on one line")
    }
    guard !text.contains("@") else {
      throw InstallationProblem(
        .badInput, "--\(option) holds an @: it is published for good, so name no person and no address")
    }
    return trimmed(text)
  }

  package static func certificate(_ text: String) throws(InstallationProblem) -> CertificateID {
    guard let id = CertificateID(text) else {
      throw InstallationProblem(
        .badInput, "--model \(shown(text)): write the id of a certificate: see `toolgate model list`")
    }
    return id
  }

  package static func day(_ option: String, _ text: String) throws(InstallationProblem) -> CivilDay {
    guard let day = CivilDay(text) else {
      throw InstallationProblem(.badInput, "--\(option) \(shown(text)): write a day, such as 2026-11-23")
    }
    return day
  }

  /// Nil where nothing is named: for all.
  package static func purposes(_ texts: [String]) throws(InstallationProblem) -> Set<Purpose>? {
    var purposes: Set<Purpose> = []
    for text in texts {
      guard let purpose = Purpose(rawValue: text) else {
        let words = Purpose.allCases.map(\.rawValue).joined(separator: ", ")
        throw InstallationProblem(.badInput, "--purpose \(shown(text)): write one of \(words)")
      }
      purposes.insert(purpose)
    }
    return purposes.isEmpty ? nil : purposes
  }

  /// Nil where nothing is named: whatever wiki it is for.
  package static func wikis(_ texts: [String]) throws(InstallationProblem) -> Set<WikiName>? {
    var wikis: Set<WikiName> = []
    for text in texts {
      guard let wiki = WikiName(text) else {
        throw InstallationProblem(
          .badInput, "--target-wiki \(shown(text)): write a wiki's database name, such as enwiki")
      }
      wikis.insert(wiki)
    }
    return wikis.isEmpty ? nil : wikis
  }

  /// Nil where nothing is named.
  package static func contracts(_ texts: [String]) throws(InstallationProblem) -> Set<ContractID>? {
    var contracts: Set<ContractID> = []
    for text in texts {
      guard let contract = ContractID(text) else {
        throw InstallationProblem(
          .badInput, "--contract \(shown(text)): write the id of a file of Policies/providers, such as openai-api")
      }
      contracts.insert(contract)
    }
    return contracts.isEmpty ? nil : contracts
  }

  private static func trimmed(_ text: String) -> String {
    let front = text.drop(while: \.isWhitespace)
    return String(front.reversed().drop(while: \.isWhitespace).reversed())
  }
}
