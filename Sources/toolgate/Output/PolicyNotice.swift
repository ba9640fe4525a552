// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// What commands that change the policies say of a running gateway.
enum PolicyNotice {
  /// Also of what was changed.
  static let added = "A running gateway takes it up on SIGHUP and writes it to the transparency log."
  static let removed =
    "A running gateway takes it up on SIGHUP. The transparency log keeps what it was told, and then tells that it is gone."

  /// What was removed is in no file any more, and in force until the files can be read.
  static func warnOfFaults() {
    standardError(
      "toolgate: warning: other policies have faults, and a running gateway takes up neither them nor this before they are "
        + "mended: see `toolgate policy check`; `toolgate stop` and `toolgate project disable` hold at once")
  }
}
