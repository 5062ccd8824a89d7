"""How the house is wired: settings, addresses, jobs, the embedded Postgres."""
