// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// What the data plane asks of the rest of the process besides `CallLedger` and `Carrier`: questions that read the disk
/// and are answered on another thread.
package protocol Archive: Sendable {
  /// The provenance record of a call, if this project made it. Canonical JSON.
  func record(
    of request: RequestID, project: ProjectID, reply: @escaping @Sendable (Result<[UInt8]?, GatewayError>) -> Void)

  /// The receipt of a call, if this project made it: the record, its salts and the proof that the log holds it, as a
  /// `tlog-proof@v1` file. Refuses with `receipt_pending` until a checkpoint covers it.
  func receipt(
    of request: RequestID, project: ProjectID, reply: @escaping @Sendable (Result<[UInt8]?, GatewayError>) -> Void)

  /// What a project used in a period, as JSON.
  func usage(
    of project: ProjectID, name: ProjectName, period: Period,
    reply: @escaping @Sendable (Result<[UInt8], GatewayError>) -> Void)
}

/// Remembers when a token was last used, without a write per call.
package protocol TokenUseLog: Sendable {
  func noteUse(of token: TokenRow, at instant: Instant)
}
