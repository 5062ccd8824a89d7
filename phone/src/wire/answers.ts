/** What the house answers: contract A2. */
import { array, either, isInteger, isText, object, type Reader } from "./shapes";

export type Enrolled = {
  phone: string; token: string; house_key: string;
  payer: { id: string; name: string };
  office: { nopen: string; name: string };
  epoch: number; server_time: string;
};
export const readEnrolled: Reader<Enrolled> = object({
  phone: isText, token: isText, house_key: isText,
  payer: object({ id: isText, name: isText }),
  office: object({ nopen: isText, name: isText }),
  epoch: isInteger, server_time: isText,
});

export type Held = { id: string | null; code: string; id_text: string; en_text: string };
export type EventsAnswer = {
  ack_seq: number; head_hash: string; epoch: number; server_time: string; held: Held[];
  missing_media: string[];
};
export const readEventsAnswer: Reader<EventsAnswer> = object({
  ack_seq: isInteger, head_hash: isText, epoch: isInteger, server_time: isText,
  held: array(object({ id: either(isText), code: isText, id_text: isText, en_text: isText })),
  missing_media: array(isText),
});

export type HouseProblem = { code: string; id: string; en: string };
export const readProblem: Reader<HouseProblem> = object({ code: isText, id: isText, en: isText });
