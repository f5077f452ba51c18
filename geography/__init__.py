"""Where things are: coordinates, sectors and places along the border, without any rule."""
