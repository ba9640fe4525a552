// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import StrictYAML

/// What only shows across files.
extension PolicyLoader {
  mutating func checkUnique(_ items: [(id: String, file: String, place: YAMLPlace)], what: String) {
    var firsts: [String: String] = [:]
    for item in items {
      if let first = firsts[item.id] {
        let message = "the \(what) `\(item.id)` already stands in \(first); keep one"
        problems.append(YAMLProblem(file: item.file, place: item.place, message: message))
      }
      firsts[item.id] = firsts[item.id] ?? item.file
    }
  }

  mutating func checkPrices(_ items: [PriceFile.Item], _ providers: [ProviderTerms]) {
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

  /// One fault, whatever the number of wikis: it is the same reminders that are too many for each.
  mutating func checkRoom(_ reminders: [Reminder]) {
    guard let wiki = reminders.crowdedWikis().first, let last = reminders.last(where: { $0.mayFit(wiki: wiki) }),
      let place = places.rules[last.id]
    else { return }
    problems.append(
      place.problem(
        "an answer for \(wiki == "*" ? "a wiki that no reminder names" : "`\(wiki)`") could have more than "
          + "\(Reminder.mostAtOnce) reminders, and a header has no room for them; join some, or name `target_wiki`"))
  }

  /// A text that no entry rests on looks as if somebody had read it.
  mutating func checkNamed(_ texts: LegalTexts, by book: LicenseBook, _ providers: [ProviderTerms]) {
    let resting = book.entries.values.flatMap(\.texts) + providers.flatMap(\.watchedTexts)
    let named = Set(resting.compactMap(\.copy?.file))
    for name in texts.names where !named.contains(name) {
      let message = "no licence and no provider names this text; name it in `copy` of its entry, or remove the file"
      warnings.append(YAMLProblem(file: name, place: .start, message: message))
    }
  }

  /// A licence that makes whoever serves the model bind the users to its restrictions is kept only if somebody has said
  /// how.
  mutating func checkUsersAreBound(_ exceptions: [Found<PolicyException>], _ catalogue: Catalogue) {
    for exception in exceptions where exception.value.usersBoundBy == nil {
      guard catalogue[exception.value.model]?.assessment.clauses?.bindsUsers == true else { continue }
      let message =
        "the licence of `\(exception.value.model)` makes whoever serves it bind the users to its restrictions; say in "
        + "`users_bound_by` of `scope` how the users of `\(exception.value.project)` are bound"
      problems.append(YAMLProblem(file: exception.file, place: exception.place, message: message))
    }
  }

  mutating func checkContracts(
    _ exceptions: [Found<PolicyException>], _ terms: [ContractID: ProviderTerms]
  ) {
    for exception in exceptions {
      for contract in (exception.value.contracts ?? []).sorted() where terms[contract] == nil {
        let message =
          "the exception `\(exception.value.id)` names the contract `\(contract)`, which does not stand in providers; "
          + "correct it"
        problems.append(YAMLProblem(file: exception.file, place: exception.place, message: message))
      }
    }
  }
}
