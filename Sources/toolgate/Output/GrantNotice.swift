// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// What commands on exceptions and opt-ins say beside the change itself.
enum GrantNotice {
  static let removed =
    "A running gateway takes it up on SIGHUP. The transparency log keeps what it was told, and then tells that it is gone."
}
