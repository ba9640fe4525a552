// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Tells whoever runs a command what they asked for, on standard output, so that it can be piped and kept.
///
/// The one place that prints: a command's answer is the reason to print at all. The server has a log instead, what went
/// wrong goes to `standardError`, and `.ci/fence` keeps it so.
func tell(_ what: some CustomStringConvertible, terminator: String = "\n") { print(what, terminator: terminator) }

/// Says what went wrong, where it does not end up in what somebody pipes or keeps.
func standardError(_ line: String) {
  FileHandle.standardError.write(Data((line + "\n").utf8))
}

/// Text that somebody typed or that a file holds, on one line: nothing in it can move the cursor or hide what stands there.
func visible(_ text: String) -> String {
  let hidden: Set<Unicode.GeneralCategory> = [
    .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
  ]
  let scalars = text.unicodeScalars.map { hidden.contains($0.properties.generalCategory) ? "\u{FFFD}" : $0 }
  return String(String.UnicodeScalarView(scalars))
}
