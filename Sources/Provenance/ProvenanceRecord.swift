// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Wire

/// Under which licence of weights, code and data one answer was made: by which model, judged how, run by whom, allowed by
/// which rule.
///
/// The form is canonical JSON (RFC 8785): keys sorted, no white space, integers only. What is not known is null, never a
/// guess. There is no text of a prompt or an answer, no address, no name of a person and no key in it.
package struct ProvenanceRecord: Sendable {
  /// 2 had no `host.region`, `model.derived_from`, `model.quant` and `policy.reminders`. Records are never rewritten, so
  /// whoever reads them meets both.
  package static let version = 3

  package var requestID: RequestID
  package var at: Instant
  package var project: ProjectName
  package var operation: Operation
  package var isStream: Bool
  package var outcome: Outcome
  package var purpose: Purpose?
  package var targetWiki: WikiName?
  /// 0 is article text; nil when the tool did not say.
  package var targetNamespace: Int?
  package var sources: [SourceRevision]
  /// What the tool asked for, what the gateway sent, what the backend said it was. Of a recovered call the first is the
  /// model's own name, also where an alias was asked for.
  package var requestedModel: ModelID
  package var resolvedModel: String?
  package var returnedModel: ReturnedModel
  /// Nil after a crash when the configuration no longer serves the model.
  package var model: RecordedModel?
  /// Over all policy files; nil: not known any more, after a crash.
  package var policyRevision: ContentDigest?
  package var rule: String
  /// The recorded exception that allowed the call; nil: none was needed, or, after a crash, it is not known.
  package var exception: String?
  /// The facts that the rule asked for and the words that it found, such as `tier=T2`, in the order of their names.
  package var facts: [String]
  /// The ids of what the policies asked to be heeded, in the order of their files. Nil: not known any more, after a crash.
  package var reminders: [String]?
  /// To what the model was asked and to what it answered; nil where there is no text to commit to.
  package var input: TextCommitment?
  package var output: TextCommitment?
  package var tokens: TokenCounts
  package var usageSource: UsageSource

  package init(
    requestID: RequestID, at: Instant, project: ProjectName, operation: Operation, isStream: Bool, outcome: Outcome,
    purpose: Purpose?, targetWiki: WikiName?, targetNamespace: Int?, sources: [SourceRevision],
    requestedModel: ModelID, resolvedModel: String?, returnedModel: ReturnedModel, model: RecordedModel?,
    policyRevision: ContentDigest?, rule: String, exception: String?, facts: [String], reminders: [String]?,
    input: TextCommitment?, output: TextCommitment?,
    tokens: TokenCounts, usageSource: UsageSource
  ) {
    self.requestID = requestID
    self.at = at
    self.project = project
    self.operation = operation
    self.isStream = isStream
    self.outcome = outcome
    self.purpose = purpose
    self.targetWiki = targetWiki
    self.targetNamespace = targetNamespace
    self.sources = sources
    self.requestedModel = requestedModel
    self.resolvedModel = resolvedModel
    self.returnedModel = returnedModel
    self.model = model
    self.policyRevision = policyRevision
    self.rule = rule
    self.exception = exception
    self.facts = facts
    self.reminders = reminders
    self.input = input
    self.output = output
    self.tokens = tokens
    self.usageSource = usageSource
  }

  /// The name that a backend gave is not that of the model that was asked: another one may have answered.
  package var isMismatch: Bool {
    switch (returnedModel, resolvedModel) {
    case (.unnamed, _), (_, nil): false
    // No name that is sent has such a form.
    case (.unpresentable, _): true
    case (.named(let returned), let resolved?): !ReturnedName.isSame(returned, as: resolved)
    }
  }

  /// Nil: it was lost with the process; whether by an exception is not known either.
  private var decision: String? {
    guard outcome != .recovered else { return nil }
    return exception == nil ? "allow" : "allow_by_exception"
  }

  /// The record's bytes, at most a few KiB.
  package func canonical() -> [UInt8] {
    let written = model?.written ?? .unknown
    var json = JSONWriter(canonical: true, capacity: 2_048)
    json.object { json in
      json.key("cert")
      json.raw(written.cert)
      json.key("dst")
      json.raw(written.dst)
      json.key("host")
      json.raw(written.host)
      json.member("id", requestID.ulid)
      json.key("in")
      if let input { input.commitment.write(to: &json) } else { json.null() }
      json.member("in_form", orNull: input?.form.rawValue)
      json.key("licence")
      json.raw(written.licence)
      json.key("model")
      json.object { json in
        json.key("derived_from")
        json.raw(written.derivedFrom)
        json.member("mismatch", isMismatch)
        json.key("quant")
        json.raw(written.quantization)
        json.member("requested", requestedModel.text)
        json.member("resolved", orNull: resolvedModel)
        json.member("returned", orNull: returnedModel.name)
        json.key("rev")
        json.raw(written.revision)
        json.key("weights")
        json.raw(written.weights)
      }
      json.member("op", operation.rawValue)
      json.key("out")
      if let output { output.commitment.write(to: &json) } else { json.null() }
      json.member("out_form", orNull: output?.form.rawValue)
      json.member("outcome", outcome.rawValue)
      json.key("policy")
      json.object { json in
        json.member("decision", orNull: decision)
        json.member("exception", orNull: exception)
        json.key("facts")
        json.array { json in
          for fact in facts { json.value(fact) }
        }
        json.key("reminders")
        if let reminders {
          json.array { json in
            for id in reminders { json.value(id) }
          }
        } else {
          json.null()
        }
        json.member("rev", orNull: policyRevision?.text)
        json.member("rule", rule)
      }
      json.member("project", project.text)
      json.member("purpose", orNull: purpose?.rawValue)
      json.key("sources")
      json.array { json in
        for source in sources {
          json.object { json in
            json.member("revid", source.revision)
            json.member("wiki", source.wiki.text)
          }
        }
      }
      json.member("stream", isStream)
      json.member("t", at.seconds)
      json.key("target_ns")
      if let targetNamespace { json.value(targetNamespace) } else { json.null() }
      json.member("target_wiki", orNull: targetWiki?.text)
      json.key("tok")
      json.object { json in
        json.member("in", tokens.input)
        for bucket in Self.sortedBuckets {
          json.member(bucket.name, tokens[bucket])
        }
        json.member("out", tokens.output)
        for bucket in Self.sortedOutputBuckets {
          json.member(bucket.name, tokens[bucket])
        }
        json.member("src", usageSource.rawValue)
      }
      json.member("type", "call")
      json.member("v", Self.version)
    }
    return json.bytes
  }

  /// `in` sorts before `input_…`, `out` before `output_…`, and `src` after both.
  private static let sortedBuckets = TokenCounts.Bucket.allCases.filter(\.isInput).sorted { $0.name < $1.name }
  private static let sortedOutputBuckets = TokenCounts.Bucket.allCases.filter { !$0.isInput }.sorted {
    $0.name < $1.name
  }
}
