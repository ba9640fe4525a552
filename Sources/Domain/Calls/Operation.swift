// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// What a call asks a model to do.
package enum Operation: String, CaseIterable, Sendable {
  case chat
  case embeddings

  /// The token scope that allows it.
  package var scope: Scope {
    switch self {
    case .chat: .chat
    case .embeddings: .embeddings
    }
  }
}

/// What a token may be used for. A token without scopes may be used for everything that its project may do.
package enum Scope: String, CaseIterable, Sendable {
  case chat, embeddings
  /// Reading models, own usage and own provenance records.
  case read
}

/// What the answer is for, as the tool says in `x-toolgate-purpose`.
package enum Purpose: String, CaseIterable, Sendable {
  case summarize, translate, copyedit, classify, search, generate, rewrite, extract, moderate, talk, code, test, other
}

/// How one call ended.
package enum Outcome: String, CaseIterable, Sendable {
  /// The backend finished and the client was sent everything.
  case complete
  /// The client left before the end.
  case partial
  /// The backend broke after its first byte.
  case cutOff = "cut_off"
  /// The backend failed or refused before its first byte; nothing is charged.
  case failed
  /// The process died in between; settled at the next start.
  case recovered
}

/// Where the token figures of a settlement come from.
package enum UsageSource: String, CaseIterable, Sendable {
  /// The backend said so at the end. A reported zero is a zero.
  case reported
  /// Taken from the last running figure before the answer broke off.
  case counted
  /// Nothing was reported: estimated from what was sent and received, and marked for review.
  case estimated
  /// Settled after a crash, by rule.
  case recovered
}
