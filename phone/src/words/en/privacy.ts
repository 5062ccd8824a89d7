import type { privacy as said } from "../id/privacy";

export const privacy: Record<keyof typeof said, string> = {
  "privacy.ask": "Why a photo?",
  "privacy.what": "Recorded: a photo of the face, of the house, and its place. Identity and family card only when the face isn't known yet.",
  "privacy.why": "Why: proof that the aid reached those it is meant for, once.",
  "privacy.long": "Photos of cards are destroyed after 90 days, of face and house after 2 years.",
  "privacy.rights": "They may refuse the photo and use another way. A face that doesn't match never cancels aid. To ask or object: {hotline}.",
};
