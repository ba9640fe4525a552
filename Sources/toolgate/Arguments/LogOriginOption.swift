// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Notes
import Serving

struct LogOriginOption: ParsableArguments {
  @Option(
    name: .long,
    help: "The name of the transparency log: the address where it will be read, such as llm.example.org/log.")
  var logOrigin: String?

  /// Nil when none was given: then one is made up.
  var value: KeyName? {
    get throws {
      guard let logOrigin else { return nil }
      // A key may bear any name. This one stands in each checkpoint and is where strangers will look for the log.
      let isAddress = logOrigin.utf8.allSatisfy { (0x21...0x7E).contains($0) } && !logOrigin.contains("://")
      guard isAddress, logOrigin.first?.isLetter == true || logOrigin.first?.isNumber == true,
        let name = KeyName(logOrigin)
      else {
        throw InstallationProblem(
          .badInput,
          "--log-origin '\(logOrigin)': write the address where the log will be read without https://, such as "
            + "llm.example.org/log: at most 255 characters of ASCII, no space and no +, a letter or digit first")
      }
      return name
    }
  }
}
