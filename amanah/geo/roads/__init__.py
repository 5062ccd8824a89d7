"""The deployer's own roads: an OSM extract made into a graph of minutes, by motorcycle and on foot."""
