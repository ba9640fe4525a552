// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// Carries calls to one backend and their answers back.
///
/// No function blocks and none throws: each only posts. For each ticket the port sees at most one `head`, then `bytes`,
/// then exactly one `end` or `failed`, also after `cancel`. Events come in batches, one delivery for each port and turn
/// of the carrier's thread. A ticket is unique among the calls of its port that are under way.
package protocol Carrier: Sendable {
  func start(_ call: OutgoingCall, ticket: UInt64, to port: ReturnPort<TransferEvent>)
  /// Says that so many of the delivered bytes are dealt with. A call whose bytes are not credited stands still once its
  /// window is full. Of no effect when the call is over.
  func credit(ticket: UInt64, port: Int, bytes: Int)
  /// Gives the call up; ends it with `failed(cancelled)` unless it is over.
  func cancel(ticket: UInt64, port: Int)
}
