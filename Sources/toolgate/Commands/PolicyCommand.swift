// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

struct PolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy",
    abstract: "What the policies say, what they grant to a project, and the texts that they rest on.",
    subcommands: [Check.self, Explain.self, Replay.self, Exception.self, OptIn.self, Text.self])
}
