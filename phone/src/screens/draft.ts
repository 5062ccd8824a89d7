/** The evidence of one visit while it is gathered; it becomes an event before money is offered. */
import { stands } from "../core/ladder";
import type { Evidence, FaceSeen, OtherWay, Photo, PhotoKind, Place } from "../core";
import type { Template } from "../faces/template";
import type { Shot } from "../camera/photo";
import type { Answer } from "./watching.svelte";

export type Draft = {
  readonly visit: string;
  readonly family: string;
  place: Place | null;
  face: FaceSeen | null;
  other_way: OtherWay | null;
  attempts: number;
  photos: Photo[];
  /** the face just seen, kept to compare with the portrait on the KTP; never stored */
  template: Template | null;
  /** what came of the movement asked, and who moved; never stored but for its outcome in `face` */
  asked: Answer | null;
};

export function newDraft(visit: string, family: string): Draft {
  return { visit, family, place: null, face: null, other_way: null, attempts: 0, photos: [], template: null, asked: null };
}

/** One photo a kind: a retake replaces the earlier one. */
export function withPhoto(photos: readonly Photo[], kind: PhotoKind, shot: Shot): Photo[] {
  const taken: Photo = { kind, bytes: new Uint8Array(shot.photo), thumb: new Uint8Array(shot.thumb) };
  return [...photos.filter((photo) => photo.kind !== kind), taken];
}

export function evidenceOf(draft: Draft): Evidence {
  return { place: draft.place, face: draft.face, other_way: draft.other_way };
}

/** Enough to hand over money: a place and a face that isn't another's, or a rung of the ladder that stands. */
export function isEnough({ place, face, other_way, photos }: Draft): boolean {
  if (other_way) return stands(other_way, { place, photos });
  return place !== null && face !== null && face.band !== "different" && photos.some(({ kind }) => kind === "face");
}
