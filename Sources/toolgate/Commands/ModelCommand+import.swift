// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Domain
import ModelImport
import Serving

extension ModelCommand {
  struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make the draft of a certificate from what files, or an Ollama server, say of a model.",
      discussion: "Nothing else is fetched, and nothing that a file says is believed: people answer and sign.")
    @OptionGroup var home: HomeOption
    @Option(help: "A model card: README.md with front matter.") var card: String?
    @Option(help: "A GGUF file; may be repeated. A single one is hashed too.") var gguf: [String] = []
    @Option(help: "A record of the Model Openness Tool.") var mot: String?
    @Option(help: "The address of an Ollama server, such as http://127.0.0.1:11434.") var ollama: String?
    @Option(help: "What the Ollama server calls the model.") var model: String?
    @Option(help: "The directory of the model's files, which are hashed.") var directory: String?
    @Option(help: "An OpenSSF model signature over the files.") var signature: String?
    @Option(help: "The publisher's public key for --signature, in PEM.") var key: String?
    @Option(help: "The model's id on its hub: ORG/NAME.") var id: String?
    @Option(help: "The commit of the files, 40 hexadecimal digits.") var revision: String?
    @Option(help: "Where the draft goes; by default into drafts/ of the home.") var output: String?

    func validate() throws {
      guard (ollama == nil) == (model == nil) else { throw ValidationError("--ollama and --model belong together.") }
      guard (signature == nil) == (key == nil) else { throw ValidationError("--signature and --key belong together.") }
      guard card != nil || !gguf.isEmpty || mot != nil || ollama != nil || directory != nil else {
        throw ValidationError("Name a source: --card, --gguf, --mot, --ollama or --directory.")
      }
    }

    func run() throws {
      var sources = ModelSources()
      (sources.id, sources.revision, sources.card, sources.gguf) = (id, revision, card, gguf)
      (sources.mot, sources.directory) = (mot, directory)
      if let signature, let key { sources.signature = (signature, key) }
      if let ollama, let model { sources.ollama = (model, ollama, try OllamaServer.show(model, at: ollama)) }
      let draft: ModelDraft
      do throws(ImportProblem) {
        draft = try sources.draft()
      } catch {
        throw InstallationProblem(error)
      }
      let today = CivilDay(containing: SystemClock().now())
      let path: String
      if let output {
        try DraftFile.write(draft, at: output, on: today)
        path = output
      } else {
        try home.value.requireOwner()
        path = try DraftFile.write(draft, in: home.value, on: today)
      }
      show(draft, path)
    }

    private func show(_ draft: ModelDraft, _ path: String) {
      tell("Known, from files; nobody has judged it:")
      for fact in draft.facts { tell("  \(fact.name): \(fact.value) (\(fact.origin))") }
      if !draft.warnings.isEmpty { tell("Warnings:") }
      for warning in draft.warnings { tell("  \(warning.code): \(warning)") }
      tell("For a person to answer:")
      for (place, question) in draft.questions.enumerated() {
        tell("  \(place + 1). \(question.field.rawValue): \(question.why). Wanted: \(question.field.wanted)")
        for lead in question.leads.prefix(8) { tell("     lead: \(lead.text) (\(lead.origin))") }
      }
      tell("Wrote the draft \(path).")
      tell("Next: `toolgate model certify \(ShellWord(output == nil ? draft.certificateID.text : path))`.")
    }
  }
}
