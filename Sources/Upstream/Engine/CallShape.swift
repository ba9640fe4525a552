// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain

/// What calls have in common that can be sent with the same options of libcurl: everything but the body and the id.
struct CallShape: Equatable {
  let target: BackendTarget
  let operation: Operation
  let model: String
  let isStream: Bool
  /// The body is handed to libcurl as it is, and goes out together with the head of the request, instead of being asked
  /// for piece by piece.
  let isSentWhole: Bool

  /// Bodies up to this are sent whole.
  private static let wholeLimit = 64 << 10

  init(_ call: OutgoingCall, to target: BackendTarget) {
    self.target = target
    operation = call.operation
    model = call.model
    isStream = call.isStream
    isSentWhole = !call.body.isEmpty && call.body.count <= Self.wholeLimit
  }

  static func == (a: CallShape, b: CallShape) -> Bool {
    a.target === b.target && a.operation == b.operation && a.isStream == b.isStream && a.isSentWhole == b.isSentWhole
      && a.model == b.model
  }
}
