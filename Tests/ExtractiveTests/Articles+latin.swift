// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

extension Article {
  static let english = Article(
    "English", summary: [0, 4],
    [
      "A lighthouse is a tower that sends out light to guide ships at sea and along inland waterways.",
      "Lighthouses mark dangerous coasts, reefs and rocks, and they show the safe way into a harbour.",
      "The lighthouse of Alexandria, built in the 3rd century B.C. on the island of Pharos, was over 100 m tall.",
      "Early lights were open fires of wood or coal, which burned on the top of a tower.",
      "Oil lamps replaced the open fires, and from 1822 the Fresnel lens gathered the light of the lamp into a beam.",
      "A Fresnel lens is made of rings of glass, so it is far thinner than an ordinary lens of the same power.",
      "The first lens of this kind (it had about 3.5 t of glass) shone from the tower of Cordouan.",
      "Every lighthouse has its own pattern of flashes, by which ships at sea can tell one light from another.",
      "Keepers used to live beside the tower and tended the lamp at night.",
      "Today nearly all lighthouses are automatic, and few keepers remain.",
      "Satellite navigation has made the light of many lighthouses less important to ships, yet the towers are kept.",
      "Many are protected as monuments; some serve as museums or hotels.",
    ])

  static let german = Article(
    "German", summary: [0, 6],
    [
      "Das Moor ist ein nasser Lebensraum, in dem sich aus abgestorbenen Pflanzen Torf bildet.",
      "Moore entstehen dort, wo mehr Wasser zufließt oder als Regen fällt, als verdunsten und abfließen kann.",
      "Unter Luftabschluss zersetzen sich die Pflanzen nicht vollständig, und der Torf wächst um ca. 1 mm im Jahr.",
      "Man unterscheidet Niedermoore, die vom Grundwasser leben, und Hochmoore, die nur der Regen speist.",
      "Im Hochmoor wachsen vor allem Torfmoose, die ein Vielfaches ihres Gewichts an Wasser speichern.",
      "Vom 17. Jahrhundert an wurden viele Moore entwässert, um Torf als Brennstoff und Land für Äcker zu gewinnen.",
      "Wird ein Moor entwässert, dringt Luft in den Torf, und der gespeicherte Kohlenstoff entweicht als Kohlendioxid.",
      "Moore bedecken nur etwa 3 % der Landfläche der Erde.",
      "In ihrem Torf ist jedoch mehr Kohlenstoff gespeichert als in allen Wäldern der Erde.",
      "Deshalb gilt der Schutz der Moore als Schutz des Klimas.",
      "Seit dem 2. Februar 1971 gibt es mit der Ramsar-Konvention ein Abkommen, das "
        + "Feuchtgebiete, z. B. Moore, schützt.",
      "Bei der Wiedervernässung werden Gräben verschlossen, damit das Wasser im Moor "
        + "bleibt und neuer Torf wachsen kann.",
    ])

  static let french = Article(
    "French", summary: [0, 1, 6],
    [
      "Le canal du Midi relie la Garonne à la mer Méditerranée sur une longueur de 241 km.",
      "Il a été construit au XVIIe siècle pour que les bateaux n’aient plus à faire le tour de l’Espagne.",
      "La principale difficulté était l’alimentation en eau du canal au seuil de Naurouze, son point le plus haut.",
      "L’eau des ruisseaux de la montagne Noire y est conduite par une rigole depuis le lac de Saint-Ferréol.",
      "Ce lac est retenu par un barrage de terre, le plus grand d’Europe à l’époque de sa construction !",
      "Le canal compte 63 écluses, dont les bassins ovales résistent mieux à la poussée des terres.",
      "À Béziers, une échelle de huit écluses fait descendre les bateaux vers la mer.",
      "Des ponts-canaux portent le canal au-dessus des rivières qu’il rencontre.",
      "Pendant deux siècles, le canal a transporté du blé, du vin et des voyageurs.",
      "Le chemin de fer, puis la route, ont mis fin au transport de marchandises par bateau sur le canal.",
      "« Que reste-t-il du canal ? » se demandait-on alors.",
      "Aujourd’hui, le canal du Midi sert surtout à la navigation de plaisance et à l’alimentation en eau des champs.",
      "Il est inscrit au patrimoine mondial depuis 1996.",
    ])
}
