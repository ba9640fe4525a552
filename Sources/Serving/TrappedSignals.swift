// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import UnixSignals

/// What the process is told by signals, from the moment this is made.
///
/// Made before anything listens, so that no signal finds the kernel's default in force, which ends the process with its
/// ledger open. What comes before the services run is kept for them.
package struct TrappedSignals: Sendable {
  let stops: UnixSignalsSequence
  let reloads: UnixSignalsSequence

  package init() async {
    stops = await UnixSignalsSequence(trapping: .sigterm, .sigint)
    reloads = await UnixSignalsSequence(trapping: .sighup)
  }
}
