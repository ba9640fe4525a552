// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import StrictYAML

/// One run of `PolicyDirectory.load`.
struct PolicyLoader {
  /// A value and where it stands, for problems that only show across files.
  struct Found<Value> {
    let value: Value
    let file: String
    let place: YAMLPlace

    var policyPlace: PolicyPlace { PolicyPlace(file: file, place: place) }
  }

  let files: PolicyFiles
  /// Those that are asked for instead of the directory's own.
  private let askedSwitches: PolicySwitches?
  private var switches = PolicySwitches()
  var problems: [YAMLProblem]
  var warnings: [YAMLProblem] = []
  var places = PolicyPlaces()

  init(files: PolicyFiles, switches: PolicySwitches? = nil) {
    self.files = files
    askedSwitches = switches
    problems = files.problems
  }

  mutating func load() -> Policies {
    let written = top(.switches) { PolicySwitches($0) }
    switches = askedSwitches ?? written ?? PolicySwitches()
    let texts = LegalTexts(files.files(in: .texts))
    problems += texts.problems
    let book = licenseBook(texts)
    let certificates = files.files(in: .models).compactMap { file in
      read(file, "id") { Certificate($0, licenses: book, digest: ContentDigest(of: file.bytes)) }
    }
    let providers = files.files(in: .providers).compactMap { file in
      read(file, "id") { ProviderTerms($0, texts: texts, digest: ContentDigest(of: file.bytes)) }
    }
    checkNamed(texts, by: book, providers.map(\.value))
    let prices = files.files(in: .prices).flatMap { file in
      let (items, found) = PriceFile.read(file)
      problems += found
      return items
    }
    checkUnique(certificates.map { ($0.value.id.text, $0.file, $0.place) }, what: "certificate")
    checkUnique(providers.map { ($0.value.id.text, $0.file, $0.place) }, what: "contract")
    checkPrices(prices, providers.map(\.value))
    let certifiers = top(.certifiers) { Certifier.read($0) } ?? []
    let revocations = top(.revocations) { Revocation.read($0).items } ?? []
    let watched = top(.watched) { FoundText.read($0).items } ?? []
    let found = FoundTexts(watched)
    let exceptions = exceptions(certificates.map(\.value))
    let rulebook = rulebook(exceptions.map(\.value), book)
    for certificate in certificates { places.certificates[certificate.value.id] = certificate.policyPlace }
    for provider in providers { places.providers[provider.value.id] = provider.policyPlace }
    let terms = Dictionary(
      providers.map { ($0.value.id, $0.value.suspended(by: found)) }, uniquingKeysWith: { first, _ in first })
    let catalogue = catalogue(
      certificates, book: book, signatures: signatures(certificates, by: certifiers, book: book),
      revocations: revocations.map(\.revocation)
    ).suspended(by: found, book: book).boundByBases
    checkUsersAreBound(exceptions, catalogue)
    checkContracts(exceptions, terms)
    return Policies(
      catalogue: catalogue, licenses: book,
      prices: PriceBook(
        rows: prices.map(\.row), providers: terms.mapValues(\.provider),
        places: Dictionary(prices.map { ($0.row.version, $0.place) }, uniquingKeysWith: { first, _ in first })),
      providers: terms, certifiers: certifiers, revocations: revocations, watched: watched, switches: switches,
      rulebook: rulebook, places: places, warnings: Set(warnings).sorted(),
      revision: PolicyRevision.of(files.all))
  }

  private mutating func licenseBook(_ texts: LegalTexts) -> LicenseBook {
    var book = LicenseBook()
    let others = problems.filter { $0.file != PolicyFiles.TopFile.spdx.rawValue }.count
    // What is there and cannot be read has been told of already.
    if files.file(.spdx) == nil, !files.problems.contains(where: { $0.file == PolicyFiles.TopFile.spdx.rawValue }) {
      let message = "is missing, and no licence can be checked without it; put the one of the shipped policies there"
      problems.append(YAMLProblem(file: PolicyFiles.TopFile.spdx.rawValue, place: .start, message: message))
    }
    _ = top(.spdx) { book.readSPDX($0) }
    book.lacksList = problems.count > others
    var found: [Found<LicenseEntry>] = []
    for file in files.files(in: .licenses) {
      let entry = read(file, "id") { map -> LicenseEntry? in
        guard let entry = LicenseEntry(map, texts: texts) else { return nil }
        book.add(entry, at: map)
        return entry
      }
      if let entry { found.append(entry) }
    }
    checkUnique(found.map { ($0.value.id, $0.file, $0.place) }, what: "licence")
    for licence in found { places.licenses[licence.value.id] = licence.policyPlace }
    return book
  }

  // MARK: Rules

  private mutating func rulebook(_ exceptions: [PolicyException], _ book: LicenseBook) -> Rulebook {
    var items: [(item: RuleItem, file: String, place: YAMLPlace)] = []
    for file in files.files(in: .rules) {
      let report = YAMLReport(file: file.name)
      let found = YAMLFile.read(bytes: file.bytes, report: report) { RuleItem.list($0, licenses: book) } ?? []
      problems += report.errors
      items += found.map { ($0.item, file.name, $0.place) }
    }
    checkUnique(items.map { ($0.item.id, $0.file, $0.place) }, what: "rule")
    for (item, file, place) in items { places.rules[item.id] = PolicyPlace(file: file, place: place) }
    let rules = items.compactMap { if case .rule(let rule) = $0.item { rule } else { nil } }
    let reminders = items.compactMap { if case .reminder(let reminder) = $0.item { reminder } else { nil } }
    checkRoom(reminders)
    if rules.isEmpty {
      let message = "holds no rule, so every call is denied; `toolgate init` brings rules to start from"
      warnings.append(YAMLProblem(file: PolicyFiles.Folder.rules.rawValue, place: .start, message: message))
    }
    return Rulebook(
      rules: rules, reminders: reminders, exceptions: exceptions, optIns: top(.optIns) { OptIn.list($0) } ?? [])
  }

  private mutating func exceptions(_ certificates: [Certificate]) -> [Found<PolicyException>] {
    let exceptions = files.files(in: .exceptions).compactMap { file in read(file, "id") { PolicyException($0) } }
    checkUnique(exceptions.map { ($0.value.id, $0.file, $0.place) }, what: "exception")
    for exception in exceptions { places.exceptions[exception.value.id] = exception.policyPlace }
    for exception in exceptions where !certificates.contains(where: { $0.id == exception.value.model }) {
      let message =
        "the exception `\(exception.value.id)` is for `\(exception.value.model)`, which has no certificate; "
        + "name the id of one in models"
      problems.append(YAMLProblem(file: exception.file, place: exception.place, message: message))
    }
    return exceptions
  }

  // MARK: Certificates

  /// Assesses every certificate, bases first.
  private mutating func catalogue(
    _ certificates: [Found<Certificate>], book: LicenseBook, signatures: [CertificateID: Int],
    revocations: [Revocation]
  ) -> Catalogue {
    var graph = CertificateGraph(
      certificates.map(\.value), book: book, switches: switches, signatures: signatures)
    let (assessments, circles) = graph.assess()
    for circle in circles {
      guard let found = certificates.first(where: { $0.value.id == circle[0] }) else { continue }
      let path = circle.map(\.text).joined(separator: " → ")
      let message = "`base_model` and `distilled_from` run in a circle: \(path); a model cannot be made from itself"
      problems.append(YAMLProblem(file: found.file, place: found.place, message: message))
    }
    return Catalogue(
      certificates.map(\.value).compactMap { certificate in
        assessments[certificate.id].map { assessment in
          AssessedModel(
            certificate: certificate, assessment: assessment,
            standing: .inForce(signatures: signatures[certificate.id] ?? 0))
        }
      }
    ).revoked(by: revocations)
  }

  /// How many signatures of different people each certificate has. One that does not count is a warning: whoever edits
  /// a signed certificate must not stop the gateway, only lose the signatures.
  private mutating func signatures(
    _ certificates: [Found<Certificate>], by certifiers: [Certifier], book: LicenseBook
  ) -> [CertificateID: Int] {
    var counts: [CertificateID: Int] = [:]
    for file in files.files(in: .signatures) {
      guard let found = read(file, "certificate", { SignatureFile($0) }) else { continue }
      let base = String(file.name.dropFirst(PolicyFiles.Folder.signatures.rawValue.count + 1))
      guard let certificate = certificates.first(where: { $0.file == "\(PolicyFiles.Folder.models.rawValue)/\(base)" }),
        certificate.value.id == found.value.certificate,
        let signed = files.files(in: .models).first(where: { $0.name == certificate.file })
      else {
        let message =
          "the certificate `\(found.value.certificate)` does not stand in models/\(base); "
          + "signatures are kept under the name of the certificate's file"
        problems.append(YAMLProblem(file: file.name, place: found.place, message: message))
        continue
      }
      let (count, notCounted) = found.value.count(
        over: signed.bytes, of: certificate.value, by: certifiers, book: book, reportedAs: file.name)
      counts[found.value.certificate] = count
      warnings += notCounted
    }
    return counts
  }

  // MARK: Reading

  /// Nil if the file is not there or has no readable root.
  private mutating func top<Value>(_ name: PolicyFiles.TopFile, _ body: (YAMLMap) -> Value) -> Value? {
    guard let file = files.file(name) else { return nil }
    let report = YAMLReport(file: file.name)
    let value = YAMLFile.read(bytes: file.bytes, report: report, body)
    problems += report.errors
    return value
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
}
