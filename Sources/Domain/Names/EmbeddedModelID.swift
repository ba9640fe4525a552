// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

extension ModelID {
  /// The model that is built in. No backend's model may take its name.
  package static let embedded = ModelID("toolgate/extractive-1")!
}
