"""The map as a picture, drawn from the data of this package alone; nothing is fetched."""
