// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Something that no file has answered and a person must.
package struct DraftQuestion: Hashable, Sendable {
  /// A field of the OSAID 1.0 checklist, in the words of the certificate.
  package let field: String
  /// Why it is asked, with what is known so far.
  package let why: String
  /// What counts as an answer. "Unknown" always does, and is never taken for a yes.
  package let evidence: String
  /// What files hint at.
  package let leads: [Lead]
}

extension ModelDraft {
  /// In the order in which a certifier needs them: identity, terms, code, data, descent.
  package var questions: [DraftQuestion] {
    var questions: [DraftQuestion] = []
    func ask(_ field: String, _ why: String, _ evidence: String) {
      questions.append(
        DraftQuestion(field: field, why: why, evidence: evidence, leads: leads.filter { $0.field == field }))
    }

    if id == nil { ask("model.id", "no file names the model", "the id of the repository on its hub") }
    if revision == nil {
      ask("model.revision", "files change behind a branch's name", "the commit, 40 hexadecimal digits; never a branch")
    }
    if files.isEmpty {
      ask("model.files", "a name is not an identity", "size and SHA-256 of each file, or a signed manifest")
    }

    let claims = licenses.map { "\($0.origin): \($0.value.summary)" }
    ask(
      "params.terms", claims.isEmpty ? "no file declares a licence" : "declared, not shown: " + list(claims),
      "an SPDX expression, and address, SHA-256 and date of the licence file of this revision")
    ask(
      "params.extra_terms",
      gates.isEmpty
        ? "policies often stand beside the licence"
        : "a gate was found: " + list(gates.map { "\($0.origin)" }),
      "each gate prompt, acceptable use policy and usage policy: address, SHA-256, date, compatible or not; or none")
    ask("params.explicit_release", "the parameters must be set free in words", "the sentence, quoted, with its address")
    ask("params.intermediate_checkpoints", "informative", "address of the checkpoints: yes, partial or no")

    for component in ["preprocessing", "training", "inference", "support", "architecture"] {
      ask(
        "code.\(component)", "no file shows the \(component) code",
        "address, commit, SPDX id and SHA-256 of its licence file; present: yes, partial or no")
    }
    ask("code.hyperparameters", "needed to train again", "address of the configuration files: yes or no")

    ask(
      "data.inventory",
      datasets.isEmpty
        ? "no file names the training data"
        : "\(datasets.count) data sets are named; each needs a class, and every stage must be covered",
      "for each: name, class (open, public, obtainable, unshareable), where to get it, licence, size, stage")
    ask(
      "data.processing", "filtering and selection must be described", "address and a quote from the paper or the code")
    ask("data.labelling", "labelling must be described", "address, or that nothing was labelled")
    ask("data.information_license", "what describes the data has a licence too", "SPDX id of paper and data card")
    ask("data.complete", "only the whole inventory lets somebody build it again", "yes, no or unknown, in own words")
    ask("data.flags", "what users should see", "such as trained_on_books3; or none")

    askAboutDescent(&questions)
    return questions
  }

  private func askAboutDescent(_ questions: inout [DraftQuestion]) {
    func ask(_ field: String, _ why: String, _ evidence: String) {
      questions.append(
        DraftQuestion(field: field, why: why, evidence: evidence, leads: leads.filter { $0.field == field }))
    }
    if baseModels.isEmpty {
      ask("base_model", "no file names a base", "id and revision of the base, or that it was trained from nothing")
    } else {
      ask(
        "base_model", "named by files: " + list(baseModels.map { "\(short($0.value.label)) (\($0.origin))" }),
        "its certificate and revision; a base without a certificate has to be certified first")
    }
    ask(
      "distilled_from", "outputs of other models are often training data and may carry their terms",
      "ids of the models, from the card or the paper; or none")
  }
}

/// At most eight, so that a line stays one that can be read.
private func list(_ items: [String]) -> String {
  let shown = items.prefix(8).joined(separator: "; ")
  return items.count > 8 ? "\(shown); and \(items.count - 8) more" : shown
}
