/** Templates of different versions are never compared; the manifest of the house says which this phone makes. */
import { profiles } from "../../../amanah/faces/manifest.json";

export const MODEL_VERSION: string = profiles.phone.version;
