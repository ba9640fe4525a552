// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

extension ModelDraft {
  /// Adds what another file says. Where both name a single value, the one that was there first stays, and a different
  /// one becomes a warning: nobody but a person can tell which file is right.
  package mutating func add(_ other: ModelDraft) {
    id = kept(id, other.id, CertificateField.id.rawValue)
    name = kept(name, other.name, "name")
    revision = kept(revision, other.revision, CertificateField.revision.rawValue)
    architecture = kept(architecture, other.architecture, "architecture")
    releasedOn = kept(releasedOn, other.releasedOn, "released_on")
    parameterCount = kept(parameterCount, other.parameterCount, "parameters")
    sizeLabel = kept(sizeLabel, other.sizeLabel, "size label")
    manifestDigest = kept(manifestDigest, other.manifestDigest, "manifest digest")
    licenses += other.licenses
    forms += other.forms
    baseModels += other.baseModels
    Self.append(other.derivations, to: &derivations)
    Self.append(other.datasets, to: &datasets)
    Self.append(other.languages, to: &languages)
    Self.append(other.tags, to: &tags)
    Self.append(other.tasks, to: &tasks)
    Self.append(other.gates, to: &gates)
    addFiles(other.files)
    leads += other.leads
    conflicts += other.conflicts
    oddities += other.oddities
  }

  private mutating func kept<T>(_ mine: Sourced<T>?, _ theirs: Sourced<T>?, _ name: String) -> Sourced<T>? {
    guard let theirs else { return mine }
    guard let kept = mine else { return theirs }
    if kept.value != theirs.value {
      conflicts.append(
        DraftWarning(
          code: "sources_differ",
          message:
            "\(name): \(kept.origin) says `\(short("\(kept.value)"))`, \(theirs.origin) says "
            + "`\(short("\(theirs.value)"))`; find out which is right",
          origin: theirs.origin))
    }
    return kept
  }

  private static func append<T>(_ theirs: [Sourced<T>], to mine: inout [Sourced<T>]) {
    var known = Set(mine.map(\.value))
    for item in theirs where known.insert(item.value).inserted { mine.append(item) }
  }

  private mutating func addFiles(_ theirs: [Sourced<HashedFile>]) {
    let mine = Dictionary(files.map { ($0.value.path, $0) }, uniquingKeysWith: { first, _ in first })
    for file in theirs {
      guard let known = mine[file.value.path] else {
        files.append(file)
        continue
      }
      if known.value != file.value {
        conflicts.append(
          DraftWarning(
            code: "sources_differ",
            message:
              "\(CertificateField.files.rawValue): \(known.origin) and \(file.origin) disagree on `\(short(file.value.path))`; fetch it again",
            origin: file.origin))
      }
    }
  }
}
