// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

enum DemoText {
  /// What the demonstration has summarised.
  static let article = """
    Tea is a drink made by pouring hot water over the cured leaves of the tea plant, an evergreen shrub of East Asia. \
    After water it is the most widely consumed drink in the world. The plant grows best in a warm and humid climate, and \
    most of the world's tea comes from China, India, Kenya and Sri Lanka. All kinds of tea come from the leaves of the same \
    plant; what makes them different is how the leaves are treated after the harvest. Green tea is heated soon after \
    picking so that the leaves do not oxidise. Black tea is made from leaves that have fully oxidised, which gives the \
    drink its dark colour and strong taste. Oolong lies between the two. The leaves contain caffeine, which makes tea a \
    mild stimulant. Tea was first drunk in southern China as a medicine, and became an everyday drink there more than a \
    thousand years ago. Traders brought it to Europe in the seventeenth century. In many countries the making and serving \
    of tea has become a ceremony of its own.
    """
}
