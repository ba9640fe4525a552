// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Admission
import Domain
import Identity
import NIOCore
import NIOHTTP1

/// The answer to a request that calls no model: everything about it that the head decides, ready to be sent once the
/// request has been read to its end.
struct Answer {
  let send: (ConnectionHandler) -> Void

  /// - Throws: what the head already refuses.
  init(_ route: Route, head: HTTPRequestHead, requestID: RequestID, at now: Instant, shard: LoopShard)
    throws(GatewayError)
  {
    switch route {
    case .call:
      preconditionFailure("calls go through the stages")
    case .health:
      self.init(requestID, json: #"{"health":{"status":"OK","message":"alive"},"messages":{}}"#)
    case .readiness:
      if shard.services.readiness.isReady {
        self.init(requestID, json: #"{"health":{"status":"OK","message":"ready"},"messages":{}}"#)
      } else {
        throw shard.services.readiness.refusal
      }
    case .models:
      _ = try Identified.reader(head, in: shard.directory, at: now)
      self.init(requestID, shard.table.list)
    case .model(let text):
      _ = try Identified.reader(head, in: shard.directory, at: now)
      guard let id = ModelID(text), let card = shard.table.card(of: id) else {
        throw GatewayError(
          .modelNotFound, "No model of that name is served here. GET /v1/models lists those that are.", param: "model")
      }
      self.init(requestID, card)
    case .provenance(let text):
      let caller = try Identified.reader(head, in: shard.directory, at: now)
      let asked = try Self.requestID(text)
      self.init(requestID, shard) { archive, reply in
        archive.record(of: asked, project: caller.project.id) { reply(Self.found($0)) }
      }
    case .receipt(let text):
      let caller = try Identified.reader(head, in: shard.directory, at: now)
      let asked = try Self.requestID(text)
      self.init(requestID, shard, type: "text/plain; charset=utf-8") { archive, reply in
        archive.receipt(of: asked, project: caller.project.id) { reply(Self.found($0)) }
      }
    case .usage(let text):
      let caller = try Identified.reader(head, in: shard.directory, at: now)
      guard let period = text.map(Period.init) ?? Period(monthOf: now) else {
        throw GatewayError(.invalidRequest, "period must be \(Period.forms).", param: "period")
      }
      self.init(requestID, shard) { archive, reply in
        archive.usage(of: caller.project.id, name: caller.project.name, period: period, reply: reply)
      }
    case .quotas:
      let caller = try Identified.reader(head, in: shard.directory, at: now)
      let standing = shard.services.admission.standing(of: .project(caller.project.id), at: now)
      self.init(requestID, QuotaAnswer.render(standing))
    case .wrongMethod(let allowed):
      self.init { connection in
        connection.refuseInTurn(
          GatewayError(.methodNotAllowed, "This route takes \(allowed)."), requestID: requestID
        ) { $0.add("allow", allowed) }
      }
    case .unknown:
      throw GatewayError(
        .notFound,
        "No such route. There are POST /v1/chat/completions and /v1/embeddings, and GET /v1/models, /v1/models/{id}, "
          + "/v1/provenance/{request-id}, /v1/provenance/{request-id}/receipt, /v1/usage and /v1/quotas.")
    }
  }

  private static func requestID(_ text: String) throws(GatewayError) -> RequestID {
    guard let id = RequestID(text) else {
      throw GatewayError(.notFound, "A record is asked for by a request id: req_ and 26 characters.")
    }
    return id
  }

  private static func found(_ result: Result<[UInt8]?, GatewayError>) -> Result<[UInt8], GatewayError> {
    result.flatMap { bytes in
      bytes.map { .success($0) }
        ?? .failure(GatewayError(.notFound, "This project made no call of that id, or it is not settled yet."))
    }
  }

  /// A refusal that leaves the connection usable.
  init(_ error: GatewayError, requestID: RequestID) {
    self.init { $0.refuseInTurn(error, requestID: requestID) }
  }

  private init(send: @escaping (ConnectionHandler) -> Void) {
    self.send = send
  }

  private init(_ requestID: RequestID, json: StaticString) {
    self.init(requestID, Array(json.description.utf8))
  }

  private init(_ requestID: RequestID, _ body: [UInt8]) {
    self.init { Self.succeed($0, requestID, body) }
  }

  /// What is read from the disk on another thread and comes back to the loop.
  private init(
    _ requestID: RequestID, _ shard: LoopShard, type: String = "application/json",
    ask: @escaping (any Archive, @escaping @Sendable (Result<[UInt8], GatewayError>) -> Void) -> Void
  ) {
    let loop = shard.loop
    let archive = shard.services.archive
    self.init { connection in
      let bound = NIOLoopBound(connection, eventLoop: loop)
      ask(archive) { result in
        loop.execute {
          switch result {
          case .success(let body): Self.succeed(bound.value, requestID, body, type: type)
          case .failure(let error): bound.value.refuseInTurn(error, requestID: requestID)
          }
        }
      }
    }
  }

  private static func succeed(
    _ connection: ConnectionHandler, _ requestID: RequestID, _ body: [UInt8], type: String = "application/json"
  ) {
    connection.sendWhole(
      status: 200, requestID: requestID, lines: { $0.add("content-type", type) }, body: body)
  }
}
