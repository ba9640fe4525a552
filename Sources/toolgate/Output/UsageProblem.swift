// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// What the argument parser complains of, in one line as every other fault: which command, what is wrong, and which help
/// says more. The parser itself writes three to forty lines.
struct UsageProblem {
  let line: String

  /// Nil for what is no fault of usage, such as a call for help or for the version.
  ///
  /// - Parameter words: what stands behind the program's name.
  init?(_ error: any Error, words: [String]) {
    guard Toolgate.exitCode(for: error) == .validationFailure else { return nil }
    let command = Self.command(named: words)
    let message = Self.oneLine(Toolgate.message(for: error))
    let place = command.dropFirst().joined(separator: " ")
    let advice = Self.advice(Toolgate.fullMessage(for: error)).map { " (\($0))" } ?? ""
    line =
      (place.isEmpty ? "" : "\(place): ") + (message.isEmpty ? "the arguments do not fit" : message) + advice
      + "; see `\(command.joined(separator: " ")) --help`"
  }

  /// The names of the commands that the words go down to, that of the program first.
  private static func command(named words: [String]) -> [String] {
    var command: any ParsableCommand.Type = Toolgate.self
    var names = [Toolgate._commandName]
    var rest = words[...]
    while let word = rest.popFirst() {
      // The one option that may stand in front of a command's name, and its value may be such a name.
      if word == "--home" {
        rest = rest.dropFirst()
      } else if let next = command.configuration.subcommands.first(where: { $0._commandName == word }) {
        command = next
        names.append(word)
      } else if !word.hasPrefix("--home=") {
        break
      }
    }
    return names
  }

  /// The help of the option that has a wrong value or none. What was typed stands before it.
  private static func advice(_ message: String) -> String? {
    guard let line = message.split(separator: "\n").last(where: { $0.hasPrefix("Help:  ") }),
      let end = line.dropFirst("Help:  ".count).firstRange(of: "  ")
    else { return nil }
    let text = withoutStop(line[end.upperBound...])
    return text.isEmpty ? nil : text
  }

  /// Lists of words become a line.
  private static func oneLine(_ message: String) -> String {
    let lines = message.split(separator: "\n").map { line in line.drop { $0 == " " } }
    var text = ""
    for line in lines {
      let isItem = line.hasPrefix("- ")
      if !text.isEmpty { text += isItem && !text.hasSuffix(":") ? ", " : " " }
      text += isItem ? line.dropFirst(2) : line
    }
    return withoutStop(text.prefix(1).lowercased() + text.dropFirst())
  }

  private static func withoutStop(_ text: some StringProtocol) -> String {
    String(text.hasSuffix(".") ? text.dropLast() : text[...])
  }
}
