/** The few words of Web Bluetooth that printing needs (https://webbluetoothcg.github.io/web-bluetooth/); TypeScript's DOM has none. */
export type Characteristic = {
  readonly uuid: string;
  readonly properties: { readonly write: boolean; readonly writeWithoutResponse: boolean };
  writeValueWithResponse(value: Uint8Array): Promise<void>;
  writeValueWithoutResponse(value: Uint8Array): Promise<void>;
};
export type Service = { readonly uuid: string; getCharacteristics(): Promise<Characteristic[]> };
export type Gatt = {
  readonly connected: boolean;
  connect(): Promise<Gatt>;
  disconnect(): void;
  getPrimaryServices(): Promise<Service[]>;
};
export type Device = { readonly name?: string; readonly gatt?: Gatt };
export type Bluetooth = {
  getAvailability?(): Promise<boolean>;
  requestDevice(asked: { acceptAllDevices: true; optionalServices: string[] }): Promise<Device>;
};

export function bluetoothOf(browser: unknown): Bluetooth | null {
  return (browser as { bluetooth?: Bluetooth } | undefined)?.bluetooth ?? null;
}
