"""Who carries receipts: one file a plug-in, chosen by AMANAH_RECEIPTS_SENDER."""
