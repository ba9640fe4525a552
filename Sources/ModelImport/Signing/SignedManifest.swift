// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Crypto
package import Domain
internal import Wire

/// The files of a model as their publisher signed them: an in-toto statement with the predicate of model-signing 1.0.
package struct SignedManifest: Hashable, Sendable {
  /// For messages and origins.
  package let file: String
  /// Over the digests of all files, one after the other in the order of the manifest.
  package let rootDigest: ContentDigest
  /// By relative path; `.` is a model of one file.
  package let digests: [String: ContentDigest]
  /// Paths that were left out of the signature.
  package let ignored: Set<String>

  private static let statementType = "https://in-toto.io/Statement/v1"
  private static let predicateType = "https://model_signing/signature/v1.0"

  init(statement: [UInt8], file: String) throws(ImportProblem) {
    let json = try JSONDocument(statement, file: "\(file), payload")
    func problem(_ place: String, _ message: String) -> ImportProblem {
      ImportProblem(file: json.file, place: place, message)
    }
    guard json.text("_type", of: json.root) == Self.statementType else {
      throw problem("_type", "must be `\(Self.statementType)`")
    }
    guard json.text("predicateType", of: json.root) == Self.predicateType else {
      throw problem(
        "predicateType", "must be `\(Self.predicateType)`; sign the model again with model-signing 1.0 or later")
    }
    let predicate = json.member("predicate", of: json.root)
    let serialization = json.member("serialization", of: predicate)
    guard json.text("method", of: serialization) == "files", json.text("hash_type", of: serialization) == "sha256"
    else {
      throw problem(
        "predicate.serialization",
        "only whole files with sha256 are compared; sign again without shards or other hashes")
    }
    let (root, digests) = try Self.resources(json.member("resources", of: predicate), json)
    let subjects = json.elements(json.member("subject", of: json.root))
    guard subjects.count == 1 else { throw problem("subject", "must name one model, not \(subjects.count)") }
    guard json.text("sha256", of: json.member("digest", of: subjects[0])) == root.digits else {
      throw problem(
        "subject[0].digest.sha256", "does not fit the files that are listed; their digests give \(root.digits)")
    }
    self.file = file
    rootDigest = root
    self.digests = digests
    ignored = Set(json.elements(json.member("ignore_paths", of: serialization)).compactMap { json.text($0) })
  }

  private static func resources(
    _ node: JSONTape.Node?, _ json: JSONDocument
  ) throws(ImportProblem) -> (root: ContentDigest, digests: [String: ContentDigest]) {
    var hasher = SHA256()
    var digests: [String: ContentDigest] = [:]
    for (index, resource) in json.elements(node).enumerated() {
      let place = "predicate.resources[\(index)]"
      guard let name = json.text("name", of: resource), isSafe(name) else {
        throw ImportProblem(file: json.file, place: "\(place).name", "must be a path inside the model")
      }
      guard json.text("algorithm", of: resource) == "sha256" else {
        throw ImportProblem(file: json.file, place: "\(place).algorithm", "must be sha256")
      }
      guard let digest = json.text("digest", of: resource).flatMap({ ContentDigest(digits: $0) }) else {
        throw ImportProblem(file: json.file, place: "\(place).digest", "must be 64 hexadecimal digits")
      }
      guard digests.updateValue(digest, forKey: name) == nil else {
        throw ImportProblem(file: json.file, place: "\(place).name", "`\(short(name))` is listed twice")
      }
      hasher.update(data: digest.bytes)
    }
    guard !digests.isEmpty else {
      throw ImportProblem(file: json.file, place: "predicate.resources", "lists no files")
    }
    return (ContentDigest(sha256: hasher.finalize()), digests)
  }

  /// Relative, and never out of the directory.
  private static func isSafe(_ path: String) -> Bool {
    path == "."
      || !path.utf8.contains(0)
        && path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { !["", ".", ".."].contains($0) }
  }
}

extension SignedManifest {
  package enum Difference: Hashable, Sendable, CustomStringConvertible {
    case missing(String)
    /// On disk, but not in the signature.
    case unsigned(String)
    case changed(String)

    package var description: String {
      switch self {
      case .missing(let path): "\(short(path)): signed, but not there"
      case .unsigned(let path): "\(short(path)): there, but not signed"
      case .changed(let path): "\(short(path)): not the bytes that were signed"
      }
    }
  }

  /// What is not as it was signed; empty when every file is. In the order of the paths.
  package func differences(from files: [HashedFile]) -> [Difference] {
    // A model of one file is signed under the name `.`, whatever the file is called.
    if let only = digests["."], digests.count == 1, files.count == 1 {
      return only == files[0].digest ? [] : [.changed(files[0].path)]
    }
    let found = Dictionary(files.map { ($0.path, $0.digest) }, uniquingKeysWith: { first, _ in first })
    return Set(digests.keys).union(found.keys).sorted().compactMap { path in
      switch (digests[path], found[path]) {
      case (let signed?, let there?): signed == there ? nil : .changed(path)
      case (_?, nil): .missing(path)
      case (nil, _): isIgnored(path) ? nil : .unsigned(path)
      }
    }
  }

  private func isIgnored(_ path: String) -> Bool {
    ignored.contains { path == $0 || path.hasPrefix($0 + "/") }
  }
}

extension ModelDraft {
  /// - Parameter files: Of the model on disk; they must not differ from the manifest.
  package init(_ manifest: SignedManifest, files: [HashedFile]) {
    self.init()
    manifestDigest = Sourced(manifest.rootDigest, Origin(file: manifest.file, key: "subject, signature verified"))
    self.files = files.filter { manifest.digests[$0.path] != nil || manifest.digests["."] != nil }.map {
      Sourced($0, Origin(file: manifest.file, key: "predicate.resources, signature verified"))
    }
  }

  /// - Parameter directory: For the origin.
  package init(files: [HashedFile], directory: String) {
    self.init()
    self.files = files.map { Sourced($0, Origin(file: directory, key: "hashed")) }
  }
}
