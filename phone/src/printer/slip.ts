/** A receipt as it goes on paper: words ready to be printed, nothing that names more than the hand-over did. */
export type Slip = {
  readonly office: string; readonly name: string;
  readonly items: readonly { readonly label: string; readonly amount: string }[];
  readonly total: string; readonly words: string;
  /** Day and time of the payment, readable. */
  readonly paid_at: string;
  readonly receipt: string;
  /** Text of the QR; "" prints none. */
  readonly qr: string;
  readonly hotline: string;
};
