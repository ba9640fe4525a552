// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
internal import Foundation
package import StrictYAML

/// A file of prices that is to take its place among the policies: what it would change, before anything is.
package struct PriceImport: Sendable {
  /// What it will be called in `Policies/prices`.
  package let name: String
  package let bytes: [UInt8]
  /// One line for each version that comes, goes or is written otherwise.
  package let changes: [String]
  /// Versions that stay as they are.
  package let unchanged: Int

  private let path: String
  private let after: [PriceFile.Item]
  /// Versions of the present file that stand nowhere afterwards.
  private let dropped: [PriceFile.Item]
  /// Versions that stand in some file afterwards.
  private let kept: Set<PriceID>
  /// The present file, where not all of it could be read: it may hold versions that are not in `dropped`.
  private let unread: String?

  /// Reads the file with the reader of the policies and checks it against everything else that is there.
  ///
  /// - Parameters:
  ///   - path: of the file, which problems name.
  ///   - policies: the directory of the policies.
  package static func plan(
    path: String, policies: String
  ) -> (plan: PriceImport?, problems: [YAMLProblem]) {
    let name = path.split(separator: "/").last.map(String.init) ?? ""
    guard name.hasSuffix(".yaml"), !name.hasPrefix(".") else {
      return (
        nil, [YAMLProblem(file: path, place: .start, message: "the file's name must end in .yaml, such as firm.yaml")]
      )
    }
    let candidate: PolicyFiles.File
    do {
      candidate = PolicyFiles.File(
        name: "\(PolicyFiles.Folder.prices.rawValue)/\(name)", bytes: try BoundedFile.read(path: path))
    } catch {
      return (nil, [YAMLProblem(file: path, place: .start, message: error.message)])
    }
    // Its own faults alone, if it has some: what it clashes with can be told when it can be read.
    let (after, own) = PriceFile.read(candidate)
    var problems = own
    if own.isEmpty, after.isEmpty {
      problems.append(
        YAMLProblem(file: candidate.name, place: .start, message: "there are no `prices`; list at least one"))
    }
    var book: PriceBook?
    if problems.isEmpty {
      var loader = PolicyLoader(files: PolicyFiles(path: policies, candidate: candidate))
      book = loader.load().prices
      problems = Set(loader.problems).sorted()
    }
    guard let book, problems.isEmpty else {
      return (
        nil,
        problems.map { $0.file == candidate.name ? YAMLProblem(file: path, place: $0.place, message: $0.message) : $0 }
      )
    }
    let (before, isWhole) = present(candidate.name, in: policies)
    return (
      PriceImport(path: path, candidate, before: before, isWhole: isWhole, after: after, book: book), []
    )
  }

  /// The file that is to be replaced, as far as it can be read, and whether that is all of it.
  private static func present(_ name: String, in policies: String) -> (items: [PriceFile.Item], isWhole: Bool) {
    let path = "\(policies)/\(name)"
    guard let bytes = try? BoundedFile.read(path: path) else {
      // Of the name itself and not of what it may lead to: only where nothing stands at all, nothing is lost.
      return ([], (try? FileManager.default.attributesOfItem(atPath: path)) == nil)
    }
    let (items, problems) = PriceFile.read(PolicyFiles.File(name: name, bytes: bytes))
    return (items, problems.isEmpty)
  }

  private init(
    path: String, _ candidate: PolicyFiles.File, before: [PriceFile.Item], isWhole: Bool, after: [PriceFile.Item],
    book: PriceBook
  ) {
    self.path = path
    name = String(candidate.name.dropFirst(PolicyFiles.Folder.prices.rawValue.count + 1))
    bytes = candidate.bytes
    self.after = after
    let kept = Set(book.rows.map(\.version))
    self.kept = kept
    unread = isWhole ? nil : candidate.name
    dropped = before.filter { !kept.contains($0.row.version) }
    let former = Dictionary(before.map { ($0.row.version, $0.row) }, uniquingKeysWith: { first, _ in first })
    var changes = dropped.map { "- \($0.row.version): \($0.row.summary)" }
    var unchanged = 0
    for row in after.map(\.row) {
      guard let old = former[row.version] else {
        changes.append("+ \(row.version): \(row.summary)")
        continue
      }
      let differences = row.differences(from: old)
      if differences.isEmpty {
        unchanged += 1
      } else {
        changes.append("~ \(row.version): \(differences.joined(separator: ", "))")
      }
    }
    (self.changes, self.unchanged) = (changes, unchanged)
  }

  /// What must not happen to a version that a call may have been priced with.
  ///
  /// - Parameter registered: the versions that the ledger knows.
  package func problems(registered: [PriceID: Price]) -> [YAMLProblem] {
    var problems: [YAMLProblem] = []
    for item in after {
      guard let known = registered[item.row.version], known != item.row.price else { continue }
      problems.append(
        YAMLProblem(file: path, place: item.place.place, message: "`\(item.row.version)` \(Self.changed)"))
    }
    for item in dropped where registered[item.row.version] != nil {
      problems.append(
        item.place.problem(
          "`\(item.row.version)` is in the ledger and \(path) lacks it; keep the version, and end it with `valid_to`"))
    }
    guard let unread else { return problems }
    for version in Set(registered.keys).subtracting(kept).subtracting(dropped.map(\.row.version)).sorted() {
      problems.append(
        YAMLProblem(
          file: path, place: .start,
          message:
            "`\(version)` is in the ledger and would stand in no file; \(unread) cannot be read whole and may have it: "
            + "keep the version, and end it with `valid_to`"))
    }
    return problems
  }

  static let changed =
    "is in the ledger with other figures; put them back, end it with `valid_to` and add a version that begins then"
}

extension PriceRow {
  fileprivate var summary: String {
    let names = models.map(\.description).joined(separator: " ")
    return "\(seller), \(tier.rawValue), \(names), from \(validFrom)" + (validTo.map { " \($0.asEnd)" } ?? "")
  }

  /// What a reader of a change wants to know, one short text for each field.
  fileprivate func differences(from old: PriceRow) -> [String] {
    var differences: [String] = []
    if price != old.price { differences.append("other figures") }
    if seller != old.seller { differences.append("\(old.seller) becomes \(seller)") }
    if tier != old.tier { differences.append("\(old.tier.rawValue) becomes \(tier.rawValue)") }
    if models != old.models {
      differences.append("models become \(models.map(\.description).joined(separator: " "))")
    }
    if validTo != old.validTo {
      differences.append(validTo.map { "ends on \($0)" } ?? "has no end any more")
    }
    if (source, checkedOn, approvedBy) != (old.source, old.checkedOn, old.approvedBy) {
      differences.append("another source, check or approval")
    }
    return differences
  }
}

extension PriceRow.Seller: CustomStringConvertible {
  package var description: String {
    switch self {
    case .local: "local"
    case .contract(let id): "contract \(id)"
    case .provider(let name): "provider \(name)"
    }
  }
}
