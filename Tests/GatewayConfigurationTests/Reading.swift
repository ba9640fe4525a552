// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import GatewayConfiguration
import StrictYAML

let kinds: Set<String> = ["openai", "azure-openai"]

func read(_ text: String) -> ConfigurationFile {
  ConfigurationFile.read(text: text, home: "/srv/gate", kinds: kinds)
}

func errors(_ text: String) -> [String] { read(text).errors.map(\.description) }

/// One backend with its keys in place of the usual ones.
func backend(_ keys: String, model: String = "{id: m, certificate: c}") -> String {
  "backends:\n  - id: b\n    \(keys)\n    models: [\(model)]\n"
}
