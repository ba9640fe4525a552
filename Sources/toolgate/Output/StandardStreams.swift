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
