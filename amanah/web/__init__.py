"""The door for people: office, ministry and auditor pages. Promises that every page declares who may open it,
in which area; hides nothing that the rooms below decide. Reads queries, calls one command a button."""
