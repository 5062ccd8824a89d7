/** How a village's map looks: quiet ground, so that the round's doors stand out; by day and by night. */
import type { LayerSpecification, SourceSpecification, StyleSpecification } from "maplibre-gl";

export type Inks = Record<"ground" | "card" | "edge" | "slate" | "primary" | "soft", string>;

const ROADS: readonly (readonly [kind: string, width: number])[] = [["alley", 2], ["street", 5], ["main", 9]];
const FONT = ["Plus Jakarta Sans Variable", "sans-serif"];

/** sources: names of the villages' packs, as `pmtiles://NAME`. No glyphs: letters are drawn from the app's own font. */
export function styleOf(packs: readonly string[], inks: Inks): StyleSpecification {
  const source = (name: string): [string, SourceSpecification] => [name, { type: "vector", url: `pmtiles://${name}`, attribution: "© OpenStreetMap contributors" }];
  return {
    version: 8,
    sources: Object.fromEntries(packs.map(source)),
    layers: [{ id: "ground", type: "background", paint: { "background-color": inks.ground } }, ...packs.flatMap((pack) => layersOf(pack, inks))],
  };
}

function layersOf(pack: string, inks: Inks): LayerSpecification[] {
  const of = (layer: string): { source: string; "source-layer": string } => ({ source: pack, "source-layer": layer });
  return [
    { id: `${pack}-area`, type: "fill", ...of("village"), paint: { "fill-color": inks.card } },
    { id: `${pack}-water`, type: "fill", ...of("water"), filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": inks.soft } },
    { id: `${pack}-river`, type: "line", ...of("water"), paint: { "line-color": inks.soft, "line-width": 3 } },
    ...ROADS.map(([kind, width]): LayerSpecification => ({
      id: `${pack}-${kind}`, type: "line", ...of("road"), filter: ["==", ["get", "kind"], kind],
      layout: { "line-cap": "round", "line-join": "round" },
      paint: { "line-color": inks.edge, "line-opacity": kind === "alley" ? 0.9 : 0.6, "line-width": ["interpolate", ["exponential", 1.6], ["zoom"], 12, width / 3, 17, width * 1.6] },
    })),
    {
      id: `${pack}-steps`, type: "line", ...of("road"), filter: ["==", ["get", "kind"], "steps"],
      paint: { "line-color": inks.edge, "line-width": 5, "line-dasharray": [0.4, 0.4] },
    },
    border(`${pack}-border`, of("village"), inks, "official", [1, 0]),
    // a boundary that is only near enough is drawn as one
    border(`${pack}-border-near`, of("village"), inks, "approximate", [2, 2]),
    written(`${pack}-names`, of("road"), inks, { "symbol-placement": "line", "text-size": 13 }),
    written(`${pack}-places`, of("place"), inks, { "text-size": 15 }),
    written(`${pack}-marks`, of("mark"), inks, { "text-size": 13 }),
  ];
}

function border(id: string, of: { source: string; "source-layer": string }, inks: Inks, kind: string, dashes: number[]): LayerSpecification {
  return {
    id, type: "line", ...of, filter: ["==", ["get", "kind"], kind],
    paint: { "line-color": inks.primary, "line-width": 2, "line-opacity": 0.6, "line-dasharray": dashes },
  };
}

function written(id: string, of: { source: string; "source-layer": string }, inks: Inks, layout: object): LayerSpecification {
  return {
    id, type: "symbol", ...of, minzoom: 14,
    layout: { "text-field": ["get", "name"], "text-font": FONT, ...layout },
    paint: { "text-color": inks.slate, "text-halo-color": inks.card, "text-halo-width": 1.5 },
  };
}
