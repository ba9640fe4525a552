// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import Policy
import StrictYAML
import Testing

/// The directory that the project ships, found from this file.
let shippedPolicies: String = {
  var url = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
  for _ in 0..<3 { url.deleteLastPathComponent() }
  return url.appendingPathComponent("Policies").path
}()

@Suite struct `Policy directory` {
  @Test func `the shipped one loads without problems and knows at least sixty models`() throws {
    let (policies, problems) = PolicyDirectory.load(path: shippedPolicies)
    #expect(problems.isEmpty)
    let catalogue = try #require(policies?.catalogue)
    #expect(catalogue.certificates.count >= 60)
  }

  @Test func `the revision changes when any byte or name changes, and only then`() throws {
    let directory = try TemporaryPolicies()
    try directory.write("models/m.yaml", TemporaryPolicies.certificate())
    let first = try #require(directory.load().policies?.revision)
    #expect(directory.load().policies?.revision == first)
    try directory.write("models/m.yaml", TemporaryPolicies.certificate() + "\n")
    let second = try #require(directory.load().policies?.revision)
    try directory.write("models/m.yaml", TemporaryPolicies.certificate())
    try directory.remove("models/m.yaml")
    try directory.write("models/n.yaml", TemporaryPolicies.certificate())
    let third = try #require(directory.load().policies?.revision)
    #expect(Set([first, second, third]).count == 3)
  }

  @Test func `a file that nothing reads is a problem`() throws {
    let directory = try TemporaryPolicies()
    try directory.write("gpt.yaml", "a: 1")
    try directory.write("models/m.yml", "a: 1")
    try directory.write("README.md", "Read me.")
    #expect(
      directory.load().problems == [
        "gpt.yaml:1:1: nothing reads this; put certificates into models, terms into providers, prices into prices, "
          + "rules into rules",
        "models/m.yml:1:1: only files that end in .yaml are read here; rename or remove it",
      ])
  }

  @Test func `a directory that is not there says what to do`() {
    let (policies, problems) = PolicyDirectory.load(path: "/nonexistent")
    #expect(policies == nil)
    #expect(
      problems.first?.description
        == ".:1:1: the directory /nonexistent cannot be read; `toolgate init` makes one")
  }

  /// As in a home that is older than the program.
  @Test func `a folder that is not there is told apart from a directory that is not there`() throws {
    let directory = try TemporaryPolicies()
    try directory.remove("licenses")
    try directory.remove("prices")
    try directory.write("prices", "text")
    #expect(
      directory.load().problems == [
        "licenses:1:1: the directory \(directory.path)/licenses is missing; take the new Policies that come with the "
          + "release (see CHANGELOG.md)",
        "prices:1:1: the directory \(directory.path)/prices cannot be read; check that it is one, and its permissions",
      ])
  }

  @Test func `one bad file refuses the whole and names its file`() throws {
    let directory = try TemporaryPolicies()
    try directory.write("models/good.yaml", TemporaryPolicies.certificate())
    try directory.write("providers/bad.yaml", "schema: toolgate-provider/1\n")
    let (policies, problems) = directory.load()
    #expect(policies == nil)
    #expect(
      problems.contains("providers/bad.yaml:1:9: `schema` must be `toolgate-provider/3`, not `toolgate-provider/1`"))
  }
}
