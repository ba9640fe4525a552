// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Policy
import StrictYAML
import Testing

@Suite struct `License expressions` {
  /// A directory whose one certificate has the expression, and what becomes of it.
  private func read(_ expression: String) throws -> (text: String?, problem: String?) {
    let directory = try TemporaryPolicies()
    try directory.write(
      "models/m.yaml",
      TemporaryPolicies.certificate(data: "{tier: D2, license: \(expression)}"))
    let (policies, problems) = directory.load()
    return (policies?.catalogue.certificates.first?.data.license?.description, problems.first)
  }

  @Test(arguments: [
    ("Apache-2.0", "Apache-2.0"),
    ("apache-2.0", "Apache-2.0"),
    ("MIT  OR   Apache-2.0", "MIT OR Apache-2.0"),
    ("MIT OR Apache-2.0 AND CC-BY-4.0", "MIT OR Apache-2.0 AND CC-BY-4.0"),
    ("(MIT OR Apache-2.0) AND CC-BY-4.0", "(MIT OR Apache-2.0) AND CC-BY-4.0"),
    ("((MIT))", "MIT"),
    ("(MIT AND Apache-2.0) OR CC-BY-4.0", "MIT AND Apache-2.0 OR CC-BY-4.0"),
    ("Apache-2.0+", "Apache-2.0+"),
    ("GPL-2.0+", "GPL-2.0+"),
    ("gpl-2.0-only WITH classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"),
    ("LicenseRef-own", "LicenseRef-own"),
  ])
  func `a valid one is normalised`(expression: String, normal: String) throws {
    let (text, problem) = try read(expression)
    #expect(problem == nil)
    #expect(text == normal)
  }

  @Test(arguments: [
    (
      "Apache-2", "names `Apache-2`, which stands neither in spdx.json nor in licenses; did you mean `Apache-2.0`?"
    ),
    ("LicenseRef-other", "names `LicenseRef-other`, which stands neither in spdx.json nor in licenses"),
    (
      "LicenseRef-own+", "names `LicenseRef-own+`, which stands neither in spdx.json nor in licenses; did you mean"
    ),
    ("MIT and Apache-2.0", "has `and` where AND, OR or the end is due; operators are upper case"),
    ("MIT Apache-2.0", "has `Apache-2.0` where AND, OR or the end is due; operators are upper case"),
    ("MIT AND", "ends where a licence id is due"),
    ("OR MIT", "has `OR` where a licence id is due"),
    ("(MIT", "has an open parenthesis"),
    ("MIT)", "has `)` where AND, OR or the end is due; operators are upper case"),
    ("MIT WITH Nothing", "names the exception `Nothing`, which SPDX does not list"),
    ("MIT WITH", "ends where an exception is due"),
    ("other", "names `other`, which stands neither in spdx.json nor in licenses"),
  ])
  func `a wrong one is refused with its place`(expression: String, message: String) throws {
    let problem = try #require(try read(expression).problem)
    #expect(problem.hasPrefix("models/m.yaml:6:27: the licence \(message)"))
  }

  @Test func `a tower of parentheses is refused`() throws {
    let tower = String(repeating: "(", count: 5000) + "MIT" + String(repeating: ")", count: 5000)
    #expect(try read(tower).problem == "models/m.yaml:6:27: the licence is too long")
  }

  @Test func `the best choice counts at OR, every part at AND`() {
    let mit = LicenseExpression.license(id: "MIT", orLater: false, exception: nil)
    let own = LicenseExpression.license(id: "LicenseRef-own", orLater: false, exception: nil)
    let isMIT = { (id: String) in id == "MIT" }
    #expect(LicenseExpression.or(own, mit).allows(isMIT))
    #expect(!LicenseExpression.and(own, mit).allows(isMIT))
  }
}
