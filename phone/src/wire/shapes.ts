/** Reading unknown JSON into types, once, at the door. */

export class WrongShape extends Error {
  constructor(readonly where: string, wanted: string) {
    super(`${where || "the text"} is not ${wanted}`);
  }
}

/** Gives the value typed, or throws WrongShape with the path of the first wrong field. */
export type Reader<T> = (value: unknown, where?: string) => T;

function check<T>(wanted: string, is: (value: unknown) => value is T): Reader<T> {
  return (value, where = "") => {
    if (!is(value)) throw new WrongShape(where, wanted);
    return value;
  };
}

export const isText = check("a text", (v): v is string => typeof v === "string");
export const isNumber = check("a number", (v): v is number => typeof v === "number" && Number.isFinite(v));
export const isInteger = check("a whole number", (v): v is number => Number.isSafeInteger(v));
export const isBoolean = check("true or false", (v): v is boolean => typeof v === "boolean");

export function oneOf<const T extends string | number>(...allowed: T[]): Reader<T> {
  return check(`one of ${allowed.join(", ")}`, (v): v is T => allowed.some((a) => a === v));
}

/** The value, or null when it is null or left out. */
export function either<T>(read: Reader<T>): Reader<T | null> {
  return (value, where = "") => (value === null || value === undefined ? null : read(value, where));
}

export function optional<T>(read: Reader<T>, otherwise: T): Reader<T> {
  return (value, where = "") => (value === null || value === undefined ? otherwise : read(value, where));
}

export function array<T>(read: Reader<T>): Reader<T[]> {
  return (value, where = "") => {
    if (!Array.isArray(value)) throw new WrongShape(where, "a list");
    return value.map((one, i) => read(one, `${where}[${i}]`));
  };
}

/** An object with these fields; others are left out, so that a newer house may add some. */
export function object<T extends object>(fields: { [K in keyof T]: Reader<T[K]> }): Reader<T> {
  return (value, where = "") => {
    if (typeof value !== "object" || value === null) throw new WrongShape(where, "an object");
    const given = value as Record<string, unknown>;
    const read = {} as T;
    for (const name in fields) read[name] = fields[name](given[name], where ? `${where}.${name}` : name);
    return read;
  };
}

/** A JSON text read by `read`; null when it is not JSON or not of that shape. */
export function readJson<T>(text: string | null, read: Reader<T>): T | null {
  if (text === null) return null;
  try {
    return read(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof WrongShape) return null;
    throw error;
  }
}
