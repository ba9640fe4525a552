// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Where an answer comes from. Without a quote it is asserted, not shown.
package struct Evidence: Hashable, Sendable {
  package var url: String
  package var quote: String?

  package init(url: String, quote: String? = nil) {
    (self.url, self.quote) = (url, quote)
  }
}

/// What a person says, and why others may believe it. A nil value is unknown, which is always allowed.
package struct Answer<Value: Hashable & Sendable>: Hashable, Sendable {
  package var value: Value?
  package var evidence: Evidence?

  package init(_ value: Value? = nil, evidence: Evidence? = nil) {
    (self.value, self.evidence) = (value, evidence)
  }
}

package enum Presence: String, CaseIterable, Sendable { case yes, partial, no }
