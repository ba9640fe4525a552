// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
package import StrictYAML

/// Reads a policy directory whole and checks it across its files.
package enum PolicyDirectory {
  /// - Returns: The policies, or nil and every problem of every file. Half a directory is never used.
  package static func load(path: String) -> (policies: Policies?, problems: [YAMLProblem]) {
    var loader = PolicyLoader(files: PolicyFiles(path: path))
    let policies = loader.load()
    let problems = Set(loader.problems).sorted()
    return (problems.isEmpty ? policies : nil, problems)
  }
}

/// One run of `PolicyDirectory.load`.
struct PolicyLoader {
  /// A value and where it stands, for problems that only show across files.
  private struct Found<Value> {
    let value: Value
    let file: String
    let place: YAMLPlace
  }

  let files: PolicyFiles
  private(set) var problems: [YAMLProblem]

  init(files: PolicyFiles) {
    self.files = files
    problems = files.problems
  }

  mutating func load() -> Policies {
    let licenses = licenseList()
    let certificates = files.files(in: .models).compactMap { file in
      read(file, "id") { Certificate($0, licenses: licenses) }
    }
    let providers = files.files(in: .providers).compactMap { file in read(file, "id") { ProviderTerms($0) } }
    let prices = files.files(in: .prices).flatMap { file in
      let (items, found) = PriceFile.read(file)
      problems += found
      return items
    }
    checkUnique(certificates.map { ($0.value.id.text, $0.file, $0.place) }, what: "certificate")
    checkUnique(providers.map { ($0.value.id.text, $0.file, $0.place) }, what: "contract")
    checkBases(certificates)
    checkPrices(prices, providers.map(\.value))
    let terms = Dictionary(providers.map { ($0.value.id, $0.value) }, uniquingKeysWith: { first, _ in first })
    return Policies(
      catalogue: Catalogue(certificates.map(\.value)),
      prices: PriceBook(
        rows: prices.map(\.row), providers: terms.mapValues(\.provider),
        places: Dictionary(prices.map { ($0.row.version, $0.place) }, uniquingKeysWith: { first, _ in first })),
      providers: terms,
      revision: PolicyRevision.of(files.all))
  }

  private mutating func licenseList() -> LicenseList {
    var list = LicenseList()
    for name in PolicyFiles.topFiles {
      guard let file = files.file(name) else {
        problems.append(
          YAMLProblem(file: name, place: .start, message: "is missing; licences cannot be checked without it"))
        continue
      }
      let report = YAMLReport(file: name)
      YAMLFile.read(bytes: file.bytes, report: report) { map in
        if name == PolicyFiles.topFiles[0] { list.readSPDX(map) } else { list.readOwn(map) }
      }
      problems += report.errors
    }
    return list
  }

  private mutating func read<Value>(
    _ file: PolicyFiles.File, _ key: String, _ body: (YAMLMap) -> Value?
  ) -> Found<Value>? {
    let report = YAMLReport(file: file.name)
    let found = YAMLFile.read(bytes: file.bytes, report: report) { map in
      body(map).map { Found(value: $0, file: file.name, place: map.place(of: key)) }
    }
    problems += report.errors
    return found ?? nil
  }

  // MARK: Across files

  private mutating func checkUnique(_ items: [(id: String, file: String, place: YAMLPlace)], what: String) {
    var firsts: [String: String] = [:]
    for item in items {
      if let first = firsts[item.id] {
        let message = "the \(what) `\(item.id)` already stands in \(first); keep one"
        problems.append(YAMLProblem(file: item.file, place: item.place, message: message))
      }
      firsts[item.id] = firsts[item.id] ?? item.file
    }
  }

  /// A model is never more open than the one it was made from.
  private mutating func checkBases(_ certificates: [Found<Certificate>]) {
    let byID = Catalogue(certificates.map(\.value))
    for found in certificates {
      guard let base = found.value.baseModel.flatMap({ byID[$0] }) else { continue }
      guard found.value.verdict.openness > base.verdict.openness else { continue }
      let message =
        "the verdict `\(found.value.verdict.openness.rawValue)` is better than that of its base `\(base.id)`"
      problems.append(YAMLProblem(file: found.file, place: found.place, message: message))
    }
  }

  private mutating func checkPrices(_ items: [PriceFile.Item], _ providers: [ProviderTerms]) {
    for conflict in PriceBook.conflicts(in: items.map(\.row)) {
      let first = items[conflict.first].place
      let message =
        "\(conflict.what) has a price for the same days in \(first.file), line \(first.place.line); "
        + "end one with `valid_to`"
      problems.append(items[conflict.second].place.problem(message))
    }
    for item in items {
      var unknown: String?
      switch item.row.seller {
      case .local: break
      case .contract(let id): unknown = providers.contains { $0.id == id } ? nil : "contract `\(id)`"
      case .provider(let name): unknown = providers.contains { $0.provider == name } ? nil : "provider `\(name)`"
      }
      guard let unknown else { continue }
      problems.append(
        item.place.problem("the \(unknown) does not stand in providers; add its terms or correct the name"))
    }
  }
}
