// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain

extension ModelDraft {
  /// One thing that files say.
  package struct Fact: Hashable, Sendable {
    package let name: String
    /// On one line and short.
    package let value: String
    package let origin: Origin
  }

  /// What is known, each with the file and the key that it comes from.
  package var facts: [Fact] {
    var facts: [Fact] = []
    func add<T>(_ name: String, _ found: Sourced<T>?, _ text: (T) -> String) {
      if let found { facts.append(Fact(name: name, value: short(text(found.value), limit: 120), origin: found.origin)) }
    }
    func add(_ name: String, _ found: [Sourced<String>]) { for item in found.prefix(16) { add(name, item) { $0 } } }
    add("id", id) { $0 }
    add("name", name) { $0 }
    add("revision", revision) { $0 }
    for claim in licenses.prefix(16) { add("declared licence", claim, \.summary) }
    for base in baseModels.prefix(16) { add("base", base, \.label) }
    for derivation in derivations { add("derived", derivation, \.rawValue) }
    add("quantisation", forms)
    add("architecture", architecture) { $0 }
    add("parameters", parameterCount) { "\($0)" }
    add("size label", sizeLabel) { $0 }
    add("declared day of publication", releasedOn) { text in
      // Some declare a year or a month alone.
      CivilDay(text) == nil && text.utf8.count == 10 ? "\(text), which is no day" : text
    }
    for dataset in datasets.prefix(16) { add("data set", dataset, \.name) }
    add("language", languages)
    add("task", tasks)
    add("gate", gates)
    add("signed manifest", manifestDigest) { $0.digits }
    for file in files.prefix(16) { add("file", file) { "\($0.path), \($0.size) bytes, SHA-256 \($0.digest.digits)" } }
    return facts
  }
}
