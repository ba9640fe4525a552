// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain

/// What one turn has to say, collected so that each port is served once.
final class Outbox {
  /// Calls that have something to say, in the order in which they began to.
  private(set) var changed: [Transfer] = []
  private var batches: [Int: (port: ReturnPort<TransferEvent>, events: [TransferEvent])] = [:]

  func note(_ transfer: Transfer) {
    changed.append(transfer)
  }

  /// For a call that never came to be a transfer.
  func refuse(ticket: UInt64, port: ReturnPort<TransferEvent>, curlCode: Int32) {
    let failure = TransferFailure(
      kind: .unprepared, curlCode: curlCode, mayHaveBeenSent: false)
    batches[port.id, default: (port, [])].events.append(.failed(ticket: ticket, failure))
  }

  func deliver() {
    for transfer in changed {
      transfer.takeNews(into: &batches[transfer.port.id, default: (transfer.port, [])].events)
    }
    changed.removeAll(keepingCapacity: true)
    for batch in batches.values { batch.port.deliver(batch.events) }
    batches.removeAll(keepingCapacity: true)
  }
}
