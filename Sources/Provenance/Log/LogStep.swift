// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// The places of an append between which the process may die. A hook is called at each, so that tests can die there.
package enum LogStep: Hashable, Sendable {
  /// Nothing was written yet.
  case begun
  /// The new hashes of a level are written, not synced.
  case levelWritten(Int)
  /// Every level is on disk. Nothing of it is signed yet.
  case levelsSynced
  /// The checkpoint is signed, in memory alone.
  case signed
  /// The checkpoint is on disk under a name that nobody reads.
  case checkpointWritten
  /// The checkpoint has its name. The directory is not synced.
  case checkpointRenamed
  /// The checkpoint is on disk for good. No anchor has it.
  case published
  case anchorWritten(Int)
}

/// Throws to end the append there. Production has a hook that does nothing.
package typealias LogFaultHook = @Sendable (LogStep) throws -> Void
