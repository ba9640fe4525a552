// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Identity

/// What administrators write, taken strictly. Each refusal is one line that names the value and what to write instead.
package enum ControlInput {
  /// One limit as it stands behind its option; nil for `none`. Backends are read by `backends`.
  ///
  /// - Throws: for a sign, a fraction, a space, other digits than 0 to 9, a number out of the limit's range, or an amount
  ///   that is not exact.
  package static func limit(_ name: LimitName, _ text: String) throws(InstallationProblem) -> LimitValue? {
    if text == "none" { return nil }
    let value: LimitValue? =
      switch name.form {
      case .count: Int(digits: text).map { .count(Int64($0)) }
      case .money: Money(text).map(LimitValue.money)
      case .backends: BackendID(text).map { .backends([$0]) }
      }
    guard let value, name.accepts(value) else {
      throw InstallationProblem(.badInput, "--\(name.option) \(shown(text)): write \(name.advice), or none")
    }
    return value
  }

  /// The names of backends that a project may use; nil for `none` alone: all.
  package static func backends(_ texts: [String]) throws(InstallationProblem) -> LimitValue? {
    if texts == ["none"] { return nil }
    var backends: Set<BackendID> = []
    for text in texts {
      guard text != "none", let id = BackendID(text) else {
        throw InstallationProblem(
          .badInput, "--backend \(shown(text)): write the ids of backends, or none alone for all of them")
      }
      backends.insert(id)
    }
    return .backends(backends)
  }

  /// Text on one line that names nobody by an address.
  package static func reason(
    _ text: String, on surface: ControlSurface = .commandLine
  ) throws(InstallationProblem) -> String {
    guard isLine(text), text.count <= 300 else {
      throw InstallationProblem(
        .badInput,
        "\(surface.reason) \(shown(text)): write 1 to 300 characters on one line, such as \"nightly bot, agreed\"")
    }
    // An address in the log could never be taken out again.
    guard !text.contains("@") else {
      throw InstallationProblem(
        .badInput,
        "\(surface.reason) holds an @: it is kept for good and shown to callers, so name no person and no address")
    }
    return text
  }

  /// What a token is for: nothing, or text on one line that names nobody by an address.
  package static func label(_ text: String) throws(InstallationProblem) -> String {
    guard text.isEmpty || isLine(text), text.count <= 100, !text.contains("@") else {
      throw InstallationProblem(
        .badInput,
        "--label \(shown(text)): write what the token is for, at most 100 characters on one line, and no person or "
          + "address: it is kept for good")
    }
    return text
  }

  /// Whether there is something to read, and nothing that breaks the line or hides.
  static func isLine(_ text: String) -> Bool {
    text.contains { !$0.isWhitespace }
      && !text.unicodeScalars.contains {
        [.control, .format, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
      }
  }

  package static func task(_ text: String) throws(InstallationProblem) -> PhabricatorTask {
    guard let task = PhabricatorTask(text) else {
      throw InstallationProblem(.badInput, "--task \(shown(text)): write \(PhabricatorTask.form)")
    }
    return task
  }

  package static func project(_ text: String) throws(InstallationProblem) -> ProjectName {
    guard let name = ProjectName(text) else {
      throw InstallationProblem(.badInput, "--project \(shown(text)): write a project's name, \(ProjectName.rule)")
    }
    return name
  }

  /// A token's public id. What else stands there is not shown: it may be the token itself.
  package static func tokenID(_ text: String) throws(InstallationProblem) -> String {
    guard TokenID(text) != nil else {
      throw InstallationProblem(
        .badInput, "--token is no public id: write the ten characters behind tg_, never the token itself")
    }
    return text
  }

  static func model(_ text: String) throws(InstallationProblem) -> ModelID {
    guard let id = ModelID(text) else {
      throw InstallationProblem(.badInput, "--model \(shown(text)): write the id under which a model is served")
    }
    return id
  }

  static func backend(_ text: String) throws(InstallationProblem) -> BackendID {
    guard let id = BackendID(text), text != "none" else {
      throw InstallationProblem(.badInput, "--backend \(shown(text)): write the id of a backend")
    }
    return id
  }

  /// A value for a message: quoted, on one line and short.
  static func shown(_ text: String) -> String {
    let line = text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "·" : String($0) }.joined()
    return "'\(line.count <= 40 ? line : line.prefix(39) + "…")'"
  }
}

extension LimitName {
  /// As the command line writes it, without the dashes.
  package var option: String { rawValue.split(separator: "_").joined(separator: "-") }

  /// What may stand there.
  package var advice: String {
    switch form {
    case .count(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .money: "an amount and a currency, such as \"25.00 USD\", from 0.00 to 9223372.00"
    case .backends: "the id of a backend"
    }
  }
}
