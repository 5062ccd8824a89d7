/** Templates of different versions are never compared; the manifest of the house says which this is. */
import { version } from "../../../amanah/faces/manifest.json";

export const MODEL_VERSION: string = version;
